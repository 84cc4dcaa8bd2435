package dev.attune.infra;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "dev.attune.infra", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule the_stack_does_not_know_who_commands_it = noClasses()
      .that().resideInAPackage("..infra.stack..")
      .should().dependOnClassesThat()
      .resideInAnyPackage("..infra.cli..", "..infra.shop..", "..infra.importer..", "..infra.bench..");

  @ArchTest
  static final ArchRule only_the_broker_process_loads_the_broker = noClasses()
      .that().resideOutsideOfPackage("..infra.broker..")
      .should().dependOnClassesThat().resideInAnyPackage("kafka..", "scala..");

  @ArchTest
  static final ArchRule only_the_view_store_process_loads_the_view_store = noClasses()
      .that().resideOutsideOfPackage("..infra.viewstore..")
      .should().dependOnClassesThat().resideInAPackage("de.bwaldvogel..");

  @ArchTest
  static final ArchRule the_importer_knows_neither_the_simulator_nor_the_benchmarks = noClasses()
      .that().resideInAPackage("..infra.importer..")
      .should().dependOnClassesThat().resideInAnyPackage("..infra.shop..", "..infra.bench..");

  @ArchTest
  static final ArchRule the_torture_keeps_its_books_without_our_folds = noClasses()
      .that().resideInAPackage("..infra.torture..")
      .should().dependOnClassesThat(resideInAnyPackage("dev.attune.contracts..", "dev.attune.core..")
          // the bytes of events that mean nothing
          .and(resideOutsideOfPackage("dev.attune.contracts.wire")));
}
