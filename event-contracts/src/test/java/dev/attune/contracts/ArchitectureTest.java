package dev.attune.contracts;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTest {

  private static final String AVRO_PACKAGE = "dev.attune.contracts.wire.avro..";

  private final JavaClasses contracts =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.attune.contracts");

  @Test
  void contracts_know_nobody() {
    classes()
        .that()
        .resideOutsideOfPackage(AVRO_PACKAGE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.attune.contracts..")
        .check(contracts);
  }

  @Test
  void only_the_codec_knows_avro_and_nothing_else() {
    classes()
        .that()
        .resideInAPackage(AVRO_PACKAGE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.attune.contracts..", "org.apache.avro..")
        .check(contracts);
  }

  @Test
  void the_vocabulary_does_not_know_how_it_is_written() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.attune.contracts", "dev.attune.contracts.value")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.attune.contracts.wire..")
        .check(contracts);
  }

  @Test
  void contracts_read_no_clock_and_draw_no_lots() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.Clock|java\\.util\\.Random|java\\.util\\.concurrent\\.ThreadLocalRandom")
        .orShould()
        .callMethod("java.time.Instant", "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(contracts);
  }

  @Test
  void the_codec_shows_only_its_codecs() {
    classes()
        .that()
        .resideInAPackage(AVRO_PACKAGE)
        .and()
        .areTopLevelClasses()
        .and()
        .haveModifier(JavaModifier.PUBLIC)
        .should()
        .haveSimpleNameEndingWith("Codec")
        .check(contracts);
  }

  @Test
  void every_event_is_a_record() {
    classes()
        .that()
        .areAssignableTo(Event.class)
        .and()
        .areNotInterfaces()
        .should()
        .beRecords()
        .andShould()
        .beAnnotatedWith(Stored.class)
        .check(contracts);
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(contracts.stream().map(type -> type.getPackage().getName()).distinct())
        .isNotEmpty()
        .allMatch(name -> isNullMarked(name));
  }

  private static boolean isNullMarked(String name) {
    try {
      return Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
