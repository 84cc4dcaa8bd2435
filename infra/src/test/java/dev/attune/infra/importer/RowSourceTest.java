package dev.attune.infra.importer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowSourceTest {

  @Test
  void a_header_names_the_columns_and_line_numbers_are_those_of_the_file() throws Exception {
    List<Row> rows = read(csv(lines("user,price\nu-1,1.50\n\nu-2,2.00\n"), true));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).line()).isEqualTo(4);
    assertThat(rows.get(1).cell("user")).isEqualTo("u-2");
    assertThat(rows.get(1).cell("2")).as("a column can be called by its number").isEqualTo("2.00");
  }

  @Test
  void quoted_cells_may_hold_delimiters_quotes_and_line_breaks() throws Exception {
    List<Row> rows = read(csv(lines("a,b\n\"x,1\",\"say \"\"hi\"\"\"\n\"two\nlines\",y\nz,z\n"), true));
    assertThat(rows).extracting(row -> row.cell("a")).containsExactly("x,1", "two\nlines", "z");
    assertThat(rows.get(0).cell("b")).isEqualTo("say \"hi\"");
    assertThat(rows).extracting(Row::line).containsExactly(2L, 3L, 5L);
  }

  @Test
  void a_quote_that_is_never_closed_costs_one_line_only() throws Exception {
    List<Row> rows = read(csv(lines("a,b\n1,\"open\n2,x\n3,y\n"), true));
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).isInstanceOfSatisfying(Row.Broken.class, broken -> {
      assertThat(broken.line()).isEqualTo(2);
      assertThat(broken.reason()).contains("never closed");
    });
    assertThat(rows.get(1).cell("b")).isEqualTo("x");
    assertThat(rows.get(2).line()).isEqualTo(4);
  }

  @Test
  void a_row_that_is_cut_off_has_the_wrong_number_of_columns() throws Exception {
    List<Row> rows = read(csv(lines("a,b,c\n1,2,3\n1,2"), true));
    assertThat(rows.get(1))
        .isEqualTo(new Row.Broken(3, "1,2", "wrong number of columns: 2 instead of 3"));
  }

  @Test
  void blanks_between_cells_may_be_many_and_surround_the_line() throws Exception {
    TableRows rows = new TableRows(lines(" id  day\r\n 00001 19970101\r\n"), new WhitespaceSplitter(), null, true);
    Row row = rows.next();
    assertThat(row).isNotNull();
    assertThat(row.cell("id")).isEqualTo("00001");
    assertThat(row.cell("day")).isEqualTo("19970101");
    assertThat(rows.next()).isNull();
  }

  @Test
  void fixed_widths_take_short_last_cells_but_no_cut_or_longer_line() throws Exception {
    Columns columns = Columns.named(List.of("id", "name"));
    Lines lines = lines("001Ada  \n002Bo\n003toolong!\n00\n004Cut");
    List<Row> rows = read(new TableRows(lines, new FixedSplitter(List.of(3, 5)), columns, false));
    assertThat(rows.get(0).cell("name")).isEqualTo("Ada");
    assertThat(rows.get(1).cell("name")).isEqualTo("Bo");
    assertThat(rows.subList(2, 5)).allSatisfy(row -> assertThat(row).isInstanceOf(Row.Broken.class));
    assertThat(((Row.Broken) rows.get(4)).reason()).startsWith("cut off");
  }

  @Test
  void objects_are_read_by_dotted_names_and_numbers_stay_exact() throws Exception {
    RowSource rows = new JsonRows(lines("{\"user\":{\"id\":7},\"price\":1.50}\n[1]\n{\"user\n"));
    List<Row> read = read(rows);
    assertThat(read.get(0).cell("user.id")).isEqualTo("7");
    assertThat(read.get(0).value("price")).hasToString("1.50");
    assertThat(read.get(0).value("missing")).isNull();
    assertThat(read.get(1)).isEqualTo(new Row.Broken(2, "[1]", "no JSON object"));
    assertThat(read.get(2)).isInstanceOf(Row.Broken.class);
  }

  @Test
  void bytes_that_are_no_text_cost_one_line_only() throws Exception {
    byte[] bytes = "\uFEFFa,b\nx,y\n??,z\nq,r\n".getBytes(StandardCharsets.UTF_8);
    bytes[11] = (byte) 0xff;
    Lines lines = new Lines(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
    List<Row> rows = read(csv(lines, true));
    assertThat(rows.get(0).cell("a")).as("the byte order mark is no part of the first name").isEqualTo("x");
    assertThat(rows.get(1)).isInstanceOfSatisfying(Row.Broken.class,
        broken -> assertThat(broken.reason()).contains("not in UTF-8"));
    assertThat(rows.get(2).cell("b")).isEqualTo("r");
  }

  @Test
  void a_line_that_is_far_too_long_costs_one_line_only() throws Exception {
    String huge = "x".repeat(Lines.LONGEST + 10);
    List<Row> rows = read(csv(lines("a,b\n" + huge + "\n1,2\n"), true));
    assertThat(rows.get(0)).isInstanceOfSatisfying(Row.Broken.class, broken -> {
      assertThat(broken.reason()).startsWith("longer than");
      assertThat(broken.text()).hasSizeLessThan(1_000);
    });
    assertThat(rows.get(1).cell("b")).isEqualTo("2");
  }

  private static TableRows csv(Lines lines, boolean header) {
    return new TableRows(lines, new DelimitedSplitter(",", '"'), null, header);
  }

  private static Lines lines(String text) {
    return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  private static List<Row> read(RowSource source) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (@Nullable Row row = source.next(); row != null; row = source.next()) {
      rows.add(row);
    }
    return rows;
  }
}
