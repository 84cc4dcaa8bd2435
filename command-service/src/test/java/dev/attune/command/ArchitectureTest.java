package dev.attune.command;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.axonframework.commandhandling.CommandHandler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The shape of the command side, as sentences. */
@AnalyzeClasses(packages = "dev.attune.command", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Thin: they belong to HTTP, to the start of the service or to a table, and hand over to what is pure. */
  private static final String SHELLS =
      ".*(Application|Wiring|Configuration|Lifecycle|Settings|Endpoint|Answer|Answers|Handler|Registry|Refresh|Store|Meters"
          + "|Intake|Credentials|Callers|RequestBytes|Result)(\\$.*)?";

  @ArchTest
  static final ArchRule slices_do_not_know_each_other =
      slices()
          .matching("dev.attune.command.(collect|source|quarantine|outbound|decision|definition)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule the_platform_and_the_persons_stream_know_no_slice =
      noClasses()
          .that()
          .resideInAnyPackage("dev.attune.command.platform..", "dev.attune.command.profile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.attune.command.collect..",
              "dev.attune.command.source..",
              "dev.attune.command.quarantine..",
              "dev.attune.command.outbound..",
              "dev.attune.command.decision..",
              "dev.attune.command.definition..");

  @ArchTest
  static final ArchRule only_the_platform_knows_axon_besides_the_annotation_of_command_handlers =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.attune.command.platform..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are Axon's, other than @CommandHandler",
                  (JavaClass type) ->
                      type.getPackageName().startsWith("org.axonframework") && !type.isEquivalentTo(CommandHandler.class)));

  @ArchTest
  static final ArchRule only_shells_know_spring =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.attune.command.platform..")
          .and()
          .haveNameNotMatching(SHELLS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule command_handlers_are_named_so =
      classes()
          .that()
          .containAnyMethodsThat(
              DescribedPredicate.describe("handle commands", method -> method.isAnnotatedWith(CommandHandler.class)))
          .should()
          .haveSimpleNameEndingWith("Handler");

  @ArchTest
  static final ArchRule only_the_relay_knows_kafka =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.attune.command.outbound..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule nobody_reads_mongodb =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("com.mongodb..", "org.bson..");
}
