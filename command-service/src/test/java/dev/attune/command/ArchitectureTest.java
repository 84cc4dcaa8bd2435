package dev.attune.command;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.attune.command.platform.NodeClock;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
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
          .matching("dev.attune.command.(audience|collect|source|quarantine|outbound|decision|definition)..")
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
              "dev.attune.command.audience..",
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

  @ArchTest
  static final ArchRule only_the_relay_crossings_the_quarantine_and_the_platform_speak_to_the_database_themselves =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.attune.command.audience..", "dev.attune.command.outbound..", "dev.attune.command.quarantine..",
              "dev.attune.command.platform..")
          .and()
          .haveNameNotMatching(".*Configuration(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer.hikari..", "org.springframework.jdbc..",
              "org.flywaydb..")
          .because("the others append to the log and read it through the event store, which configurations hand a pool");

  @ArchTest
  static final ArchRule nobody_asks_the_time_of_day =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("a time is given: by the node's clock, which is compared with the database's");

  /** Handlers give the time to what decides, again for each try; endpoints note when something came. */
  @ArchTest
  static final ArchRule only_shells_have_a_clock =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.attune.command.platform..")
          .and()
          .haveNameNotMatching(".*(Wiring|Configuration|Endpoint|Handler)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(NodeClock.class);

  /** The relay and the start measure how long they wait, the sources how old what they know is; nothing stored depends on it. */
  @ArchTest
  static final ArchRule what_decides_measures_no_time =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.attune.command.outbound..", "dev.attune.command.platform..")
          .and()
          .haveNameNotMatching(".*Registry(\\$.*)?")
          .should()
          .callMethod(System.class, "nanoTime");

  /**
   * A write key is a secret; the id of somebody new and the ids of events are by lot, and no decision depends on them. The
   * seed of a decision is an argument.
   */
  @ArchTest
  static final ArchRule what_decides_draws_no_lots =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.attune.command.platform..")
          .and()
          .haveNameNotMatching(".*(Wiring|WriteKeys|Resolver|Contribution)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RandomGenerator.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.uuid..")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule only_the_shells_of_http_know_who_asks =
      noClasses()
          .that()
          .resideInAnyPackage("dev.attune.command.profile..", "dev.attune.command.outbound..")
          .and()
          .haveNameNotMatching(".*(Endpoint|Configuration|Lifecycle|Settings)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework.http..", "org.springframework.web..", "jakarta.servlet..");
}
