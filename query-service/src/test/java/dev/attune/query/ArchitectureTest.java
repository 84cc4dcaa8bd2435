package dev.attune.query;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.attune.query.projection.View;
import java.util.UUID;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.attune.query", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] OUTSIDE = {
    "org.springframework..", "org.apache.kafka..", "com.mongodb..", "java.net..", "java.io..", "java.nio.file..",
    "java.util.concurrent..", "io.micrometer.."
  };

  @ArchTest
  static final ArchRule nothing_reaches_postgresql =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.springframework.jdbc..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.attune.eventstore..", "dev.attune.command..");

  /** The report of a gap is no effect of an event: it asks for records that were not read. */
  @ArchTest
  static final ArchRule nothing_is_sent_but_reports_of_gaps =
      noClasses()
          .that()
          .haveNameNotMatching(".*projection\\.(GapReporter|Brokers)")
          .should().dependOnClassesThat().resideInAnyPackage("org.apache.kafka.clients.producer..");

  @ArchTest
  static final ArchRule a_view_reaches_no_gateway_producer_clock_or_chance =
      noClasses()
          .that()
          .implement(View.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.random.RandomGenerator.class)
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule what_views_are_made_of_is_pure_too =
      noClasses()
          .that()
          .haveNameMatching(".*(State|Document|Total|Tail)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE);

  @ArchTest
  static final ArchRule nobody_asks_the_time_of_day =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule only_the_view_store_speaks_mongodb =
      noClasses()
          .that()
          .resideOutsideOfPackages("..query.view..", "..query.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.mongodb..", "org.springframework.data.mongodb..");

  @ArchTest
  static final ArchRule slices_do_not_know_each_other =
      slices()
          .matching("dev.attune.query.(profile|timeline|totals|daily|decision|metric|funnel|audience|search|live|product)..")
          .should()
          .notDependOnEachOther()
          // rules of audiences ask about what these fold of a person
          .ignoreDependency(resideInAPackage("..query.audience.."), resideInAnyPackage("..query.profile..", "..query.metric.."));

  @ArchTest
  static final ArchRule what_runs_projections_knows_none =
      noClasses()
          .that()
          .resideInAnyPackage("..query.projection..", "..query.view..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..query.profile..", "..query.timeline..", "..query.totals..", "..query.daily..", "..query.decision..",
              "..query.metric..", "..query.funnel..", "..query.audience..", "..query.search..", "..query.live..", "..query.product..",
              "..query.platform..", "..query.history..", "..query.answer..");

  @ArchTest
  static final ArchRule only_platform_puts_things_together =
      classes()
          .that()
          .resideInAPackage("..query.platform..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("..query.platform..");
}
