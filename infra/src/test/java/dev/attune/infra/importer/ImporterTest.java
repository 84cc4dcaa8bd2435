package dev.attune.infra.importer;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.infra.client.Access;
import dev.attune.infra.importer.Imports.Outcome;
import dev.attune.infra.standin.StandIn;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImporterTest {

  private static final String[] OPTIONS = {
    "--format", "csv", "--header", "--user", "user", "--event-name", "purchase", "--time", "day", "--time-format",
    "yyyyMMdd", "--property", "revenue=value:decimal", "--property", "row=row:whole",
    "--constant-property", "currency=EUR"
  };

  @TempDir private Path folder;
  private StandIn services;
  private Access access;

  @BeforeEach
  void start() {
    services = new StandIn();
    access = services.access(folder.resolve("home"));
  }

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void every_row_is_stored_once_in_the_order_of_its_person() throws Exception {
    Path file = purchases(5_000, 40);
    Outcome outcome = Imports.run(access, file, OPTIONS);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.text()).contains("5,000 rows").containsPattern("accepted +5,000");
    assertThat(services.people().streams()).hasSize(40);
    services.people().streams().values().forEach(stream -> assertThat(stream.entries().stream()
            .filter(entry -> entry.event() instanceof InteractionRecorded)
            .map(entry -> Long.parseLong(
                ((InteractionRecorded) entry.event()).properties().get("row").toString().replaceAll("\\D", ""))))
        .isSorted());
    BigDecimal spent = services.people().streams().values().stream()
        .map(stream -> stream.profile().spent().get("EUR")).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(spent).isEqualByComparingTo(sum(file));
  }

  @Test
  void the_same_file_again_is_all_duplicates_and_a_grown_one_brings_only_what_is_new() throws Exception {
    Path file = purchases(700, 30);
    Imports.run(access, file, OPTIONS);
    assertThat(Imports.run(access, file, OPTIONS).text())
        .containsPattern("accepted +0").containsPattern("duplicate +700");
    Files.writeString(file, Files.readString(file) + "u-1,20240101,5.00,700\n");
    assertThat(Imports.run(access, file, OPTIONS).text())
        .containsPattern("accepted +1\\b").containsPattern("duplicate +700");
  }

  @Test
  void bad_rows_go_to_a_file_of_their_own_with_line_and_reason() throws Exception {
    Path file = folder.resolve("sales.csv");
    Files.writeString(file, "user,day,value,row\nu-1,20240101,1.00,1\nu-2,20240231,1.00,2\nu-3,20240101,x,3\nu-4,2024");
    Outcome outcome = Imports.run(access, file, OPTIONS);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.text()).containsPattern("accepted +1").containsPattern("rejected +3").contains("line 3: ");
    assertThat(Files.readAllLines(folder.resolve("sales.csv.rejected.txt"))).containsExactly(
        "3\t'20240231' is not a time in the format yyyyMMdd\tu-2,20240231,1.00,2",
        "4\tvalue: 'x' is not a decimal number\tu-3,20240101,x,3",
        "5\twrong number of columns: 2 instead of 4\tu-4,2024");
  }

  @Test
  void what_the_service_quarantines_is_rejected_with_its_reason() throws Exception {
    Path file = folder.resolve("names.csv");
    Files.writeString(file, "user,what\nu-1,ok\nu-2," + "x".repeat(201) + "\n");
    Outcome outcome = Imports.run(access, file, "--format", "csv", "--header", "--user", "user", "--event", "what");
    assertThat(outcome.text()).containsPattern("accepted +1").containsPattern("rejected +1")
        .contains("line 3: quarantined: 'name' is too long");
  }

  @Test
  void a_service_that_is_busy_or_away_for_a_moment_costs_nothing() throws Exception {
    services.failNext(3, 503);
    services.failNext(2, 429);
    assertThat(Imports.run(access, purchases(1_200, 10), OPTIONS).text()).containsPattern("accepted +1,200");
  }

  @Test
  void a_request_that_is_refused_as_a_whole_is_split_down_to_the_row_to_blame() throws Exception {
    Path file = purchases(600, 5);
    Plan plan = Imports.plan(file, OPTIONS);
    String bad;
    try (Lines lines = plan.open()) {
      RowSource rows = plan.rows(lines);
      IntStream.range(0, 99).forEach(skipped -> next(rows));
      bad = plan.mapping().map(next(rows)).messageId();
    }
    services.refuse(bad);
    Outcome outcome = Imports.run(access, file, OPTIONS);
    assertThat(outcome.text()).containsPattern("accepted +599").containsPattern("rejected +1").contains("line 101: ");
  }

  @Test
  void an_unknown_write_key_stops_the_import_and_fails() throws Exception {
    Path key = access.home().resolve("secrets").resolve("import-write-key");
    Files.createDirectories(key.getParent());
    Files.writeString(key, "stale");
    Outcome outcome = Imports.run(access, purchases(20_000, 10), OPTIONS);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.text()).contains("Stopped: ").contains("401");
  }

  @Test
  void a_source_whose_key_is_lost_is_told_and_nothing_is_sent() throws Exception {
    services.sources().put("import", "somewhere else");
    Outcome outcome = Imports.run(access, purchases(10, 2), OPTIONS);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.text()).contains("import-write-key").contains("--source");
  }

  @Test
  void options_that_make_no_sense_are_told_all_at_once() {
    Path missing = folder.resolve("missing.csv");
    assertThatThrownBy(() -> Imports.plan(missing, "--format", "fixed", "--time-format", "bb:ll", "--property", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("missing.csv", "--widths", "--user", "--event", "--time-format", "--property");
  }

  @Test
  void a_column_that_is_not_there_is_told_before_anything_is_sent() throws Exception {
    Plan plan = Imports.plan(purchases(3, 1), "--format", "csv", "--header", "--user", "usr", "--event-name", "x");
    assertThatThrownBy(plan::checkColumns)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no column 'usr'; there are: user, day, value, row");
  }

  private static Row next(RowSource rows) {
    try {
      Row row = rows.next();
      assertThat(row).isNotNull();
      return row;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path purchases(int rows, int people) throws Exception {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("user,day,value,row\n");
    for (int row = 0; row < rows; row++) {
      text.append("u-").append(row < people ? row : random.nextInt(people)).append(",20240101,")
          .append(new BigDecimal(random.nextInt(100_000)).movePointLeft(2)).append(',').append(row).append('\n');
    }
    Path file = folder.resolve("purchases.csv");
    Files.writeString(file, text);
    return file;
  }

  private static BigDecimal sum(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    return lines.stream().skip(1).map(line -> new BigDecimal(line.split(",")[2]))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
