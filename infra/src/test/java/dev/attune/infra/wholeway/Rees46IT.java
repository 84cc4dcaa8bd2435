package dev.attune.infra.wholeway;

import dev.attune.infra.importer.Imports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A shop's clickstream, loaded twice by content: equal rows are one. */
class Rees46IT {

  private static final String[] OPTIONS = {
    "--format", "csv", "--header", "--user", "user_id", "--session", "user_session", "--time", "event_time",
    "--time-format", "yyyy-MM-dd HH:mm:ss 'UTC'", "--event", "event_type",
    "--map-event", "view=product_view,cart=add_to_cart", "--property", "product_id=product_id",
    "--property", "category=category_code", "--property", "brand=brand", "--property", "price=price:decimal",
    "--constant-property", "currency=USD", "--message-id", "content", "--source", "rees46"
  };
  private static final String VIEW = "product_view";
  private static final String CART = "add_to_cart";
  private static final String PURCHASE = "purchase";

  @TempDir
  private Path folder;

  @BeforeAll
  static void needs_the_file() {
    RealFile.assumeData("Rees46IT");
  }

  @Test
  void equal_rows_are_stored_once_however_often_the_file_is_loaded() throws Exception {
    RealFile file = RealFile.copied("rees46/2019-Oct-first-hours.csv", folder);
    List<String> rows = file.rows();
    List<String> whole = rows.subList(0, rows.size() - 1);
    Totals before = file.totals();

    Imports.Outcome first = file.load(OPTIONS);
    assertThat(first.text())
        .containsPattern("accepted +17,429").containsPattern("duplicate +5\\b").containsPattern("rejected +1\\b");
    assertThat(Files.readAllLines(Path.of(file.path() + ".rejected.txt")))
        .singleElement().asString().startsWith("17436\twrong number of columns: 8 instead of 9\t");

    Totals after = file.totals();
    long views = after.countSince(before, VIEW);
    long carts = after.countSince(before, CART);
    long purchases = after.countSince(before, PURCHASE);
    assertThat(views).isEqualTo(different(whole, "view"));
    assertThat(carts).isEqualTo(different(whole, "cart"));
    assertThat(purchases).isEqualTo(different(whole, "purchase"));
    assertThat(views + carts + purchases).isEqualTo(17_429);
    assertThat(after.profiles() - before.profiles())
        .isEqualTo(whole.stream().map(row -> row.split(",", -1)[7]).distinct().count())
        .isEqualTo(4_504);

    long head = file.head();
    Imports.Outcome second = file.load(OPTIONS);
    assertThat(second.text())
        .containsPattern("accepted +0\\b").containsPattern("duplicate +17,434").containsPattern("rejected +1\\b");
    assertThat(file.head()).as("no new event").isEqualTo(head);
  }

  private static long different(List<String> rows, String type) {
    return new HashSet<>(rows).stream().filter(row -> row.split(",", -1)[1].equals(type)).count();
  }
}
