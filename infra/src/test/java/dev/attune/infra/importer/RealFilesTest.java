package dev.attune.infra.importer;

import dev.attune.infra.client.Interaction;
import dev.attune.infra.importer.Imports.Outcome;
import dev.attune.infra.standin.StandIn;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two real files, in the folder that the environment variable {@code ATTUNE_DATA} names. */
class RealFilesTest {

  private static final String[] CDNOW = {
    "--format", "whitespace", "--header", "--user", "customer_id", "--time", "date", "--time-format", "yyyyMMdd",
    "--event-name", "purchase", "--property", "revenue=dollar_value:decimal",
    "--property", "quantity=number_of_cds:whole", "--constant-property", "currency=USD", "--source", "cdnow"
  };
  private static final String[] CDNOW_FIXED = {
    "--format", "fixed", "--skip-lines", "1", "--widths", "6,9,3,8", "--columns", "customer,day,cds,value",
    "--user", "customer", "--time", "day", "--time-format", "yyyyMMdd", "--event-name", "purchase",
    "--property", "revenue=value:decimal", "--constant-property", "currency=USD"
  };
  private static final String[] REES46 = {
    "--format", "csv", "--header", "--user", "user_id", "--session", "user_session", "--time", "event_time",
    "--time-format", "yyyy-MM-dd HH:mm:ss 'UTC'", "--event", "event_type",
    "--map-event", "view=product_view,cart=add_to_cart", "--property", "product_id=product_id",
    "--property", "category=category_code", "--property", "brand=brand", "--property", "price=price:decimal",
    "--constant-property", "currency=USD", "--message-id", "content", "--source", "rees46"
  };

  @TempDir private Path folder;

  @BeforeAll
  static void needs_the_files() {
    String data = System.getenv("ATTUNE_DATA");
    if (data == null || data.isBlank()) {
      System.out.println("RealFilesTest is skipped: ATTUNE_DATA does not name the folder with cdnow/ and rees46/.");
    }
    Assumptions.assumeTrue(data != null && !data.isBlank(), "ATTUNE_DATA is not set");
  }

  @Test
  void every_purchase_of_cdnow_is_read_with_its_exact_value() throws Exception {
    Mapped mapped = map(data("cdnow/CDNOW_master.txt"), CDNOW);
    assertThat(mapped.rejected).isEmpty();
    assertThat(mapped.interactions).hasSize(69_659);
    assertThat(mapped.messageIds).as("by line, equal rows are different purchases").hasSize(69_659);
    assertThat(mapped.users).hasSize(23_570);
    assertThat(mapped.revenue).isEqualByComparingTo("2500315.63");
    assertThat(mapped.interactions.getFirst().occurredAt()).isEqualTo(Instant.parse("1997-01-01T00:00:00Z"));
  }

  @Test
  void the_same_file_can_be_read_by_fixed_widths() throws Exception {
    Mapped mapped = map(data("cdnow/CDNOW_master.txt"), CDNOW_FIXED);
    assertThat(mapped.rejected).isEmpty();
    assertThat(mapped.interactions).hasSize(69_659);
    assertThat(mapped.users).hasSize(23_570);
    assertThat(mapped.revenue).isEqualByComparingTo("2500315.63");
  }

  @Test
  void the_clickstream_is_read_by_content_and_its_last_row_is_rejected() throws Exception {
    Mapped mapped = map(data("rees46/2019-Oct-first-hours.csv"), REES46);
    assertThat(mapped.interactions).hasSize(17_434);
    assertThat(mapped.messageIds).as("5 rows equal another one").hasSize(17_429);
    assertThat(mapped.users).hasSize(4_504);
    assertThat(mapped.byName)
        .containsEntry("product_view", 17_055L).containsEntry("add_to_cart", 165L).containsEntry("purchase", 214L);
    assertThat(mapped.rejected).containsExactly("17436: wrong number of columns: 8 instead of 9");
  }

  @Test
  void the_clickstream_is_imported_once_however_often_it_is_sent() throws Exception {
    Path file = Files.copy(data("rees46/2019-Oct-first-hours.csv"), folder.resolve("clicks.csv"));
    try (StandIn services = new StandIn()) {
      Outcome first = Imports.run(services.access(folder.resolve("home")), file, REES46);
      assertThat(first.exitCode()).isZero();
      assertThat(first.text())
          .contains("17,435 rows")
          .containsPattern("accepted +17,429").containsPattern("duplicate +5\\b").containsPattern("rejected +1\\b");
      assertThat(Files.readAllLines(folder.resolve("clicks.csv.rejected.txt")))
          .singleElement().asString().startsWith("17436\twrong number of columns: 8 instead of 9\t");
      long position = services.people().position();
      Outcome second = Imports.run(services.access(folder.resolve("home")), file, REES46);
      assertThat(second.text())
          .containsPattern("accepted +0\\b").containsPattern("duplicate +17,434").containsPattern("rejected +1\\b");
      assertThat(services.people().position()).isEqualTo(position);
    }
  }

  private static Path data(String path) {
    return Path.of(System.getenv("ATTUNE_DATA")).resolve(path);
  }

  private static Mapped map(Path file, String... options) throws Exception {
    Plan plan = Imports.plan(file, options);
    plan.checkColumns();
    Mapped mapped = new Mapped();
    try (Lines lines = plan.open()) {
      RowSource rows = plan.rows(lines);
      for (Row row = rows.next(); row != null; row = rows.next()) {
        try {
          mapped.add(plan.mapping().map(row));
        } catch (BadRowException e) {
          mapped.rejected.add(row.line() + ": " + e.reason());
        }
      }
    }
    return mapped;
  }

  private static final class Mapped {
    private final List<Interaction> interactions = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private final Set<String> messageIds = new HashSet<>();
    private final Set<String> users = new HashSet<>();
    private final Map<String, Long> byName = new TreeMap<>();
    private BigDecimal revenue = BigDecimal.ZERO;

    private void add(Interaction interaction) {
      interactions.add(interaction);
      messageIds.add(interaction.messageId());
      users.add(interaction.identities().get("user"));
      byName.merge(interaction.name(), 1L, Long::sum);
      if (interaction.properties().get("revenue") instanceof BigDecimal value) {
        revenue = revenue.add(value);
      }
    }
  }
}
