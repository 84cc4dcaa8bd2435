package dev.attune.eventstore;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "dev.attune.eventstore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule only_the_axon_package_and_the_wiring_know_axon =
      noClasses()
          .that()
          .resideOutsideOfPackages("..eventstore.axon..", "..eventstore.autoconfigure..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.axonframework..");

  @ArchTest
  static final ArchRule only_the_wiring_knows_spring =
      noClasses()
          .that()
          .resideOutsideOfPackage("..eventstore.autoconfigure..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule only_the_meters_and_the_wiring_know_micrometer =
      noClasses()
          .that()
          .resideOutsideOfPackages("..eventstore.micrometer..", "..eventstore.autoconfigure..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule nobody_knows_the_wiring =
      noClasses()
          .that()
          .resideOutsideOfPackage("..eventstore.autoconfigure..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..eventstore.autoconfigure..");

  @ArchTest
  static final ArchRule writing_knows_neither_reading_nor_streams =
      noClasses()
          .that()
          .resideInAPackage("..eventstore.append..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..eventstore.read..", "..eventstore.stream..", "..eventstore.axon..");

  @ArchTest
  static final ArchRule reading_knows_no_streams =
      noClasses()
          .that()
          .resideInAPackage("..eventstore.read..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..eventstore.stream..", "..eventstore.axon..");
}
