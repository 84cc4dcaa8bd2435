package dev.attune.core;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "dev.attune.core", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule core_knows_no_framework =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..", "org.axonframework..", "org.apache.kafka..", "com.mongodb..", "org.bson..",
              "java.sql..", "javax.sql..", "jakarta..");

  @ArchTest
  static final ArchRule core_does_no_input_or_output =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.attune.core.decision.Digest")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
          .because("only the digest writes, and that into memory");

  @ArchTest
  static final ArchRule core_has_no_clock =
      noClasses()
          .should()
          .callMethodWhere(target(name("now")).and(target(owner(timeClass()))))
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class);

  @ArchTest
  static final ArchRule core_draws_no_lots_of_its_own =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(java.util.random.RandomGenerator.class)
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule profiles_and_sessions_know_no_decisions =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..core.profile..", "..core.behaviour..", "..core.session..", "..core.definition..", "..core.state..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..core.decision..", "..core.rule..");

  private static DescribedPredicate<JavaClass> timeClass() {
    return DescribedPredicate.describe("of java.time", type -> type.getPackageName().equals(Instant.class.getPackageName()));
  }
}
