package dev.attune.infra.wholeway;

import dev.attune.infra.importer.Imports;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The purchases of an online music shop, loaded through the importer and counted by the query service. */
class CdnowIT {

  private static final String[] OPTIONS = {
    "--format", "whitespace", "--header", "--user", "customer_id", "--time", "date", "--time-format", "yyyyMMdd",
    "--event-name", "purchase", "--property", "revenue=dollar_value:decimal",
    "--property", "quantity=number_of_cds:whole", "--constant-property", "currency=USD", "--source", "cdnow"
  };

  @TempDir
  private Path folder;

  @BeforeAll
  static void needs_the_file() {
    RealFile.assumeData("CdnowIT");
  }

  @Test
  void the_query_service_counts_what_the_file_says() throws Exception {
    RealFile file = RealFile.copied("cdnow/CDNOW_master.txt", folder);
    Totals before = file.totals();

    Imports.Outcome outcome = file.load(OPTIONS);
    assertThat(outcome.exitCode()).as(outcome.text()).isZero();
    assertThat(outcome.text()).containsPattern("accepted +69,659").containsPattern("rejected +0\\b");

    Totals after = file.totals();
    Set<String> customers = new HashSet<>();
    BigDecimal value = BigDecimal.ZERO;
    long purchases = 0;
    for (String row : file.rows()) {
      String[] cells = row.strip().split(" +", -1);
      customers.add(cells[0]);
      value = value.add(new BigDecimal(cells[3]));
      purchases++;
    }
    assertThat(after.countSince(before, "purchase")).isEqualTo(purchases).isEqualTo(69_659);
    assertThat(after.profiles() - before.profiles()).isEqualTo(customers.size()).isEqualTo(23_570);
    assertThat(after.usd().subtract(before.usd())).isEqualByComparingTo(value).isEqualByComparingTo("2500315.63");
  }
}
