package dev.attune.command.collect;

import dev.attune.command.collect.ItemLines.Line;
import dev.attune.command.collect.Reading.Readable;
import dev.attune.command.collect.Reading.Unreadable;
import dev.attune.command.platform.RequestTrace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ItemLinesTest {

  private static final Delivery DELIVERY =
      new Delivery(
          new UUID(0, 1), Instant.parse("2026-11-23T10:00:00Z"), false, Map.of(), null, RequestTrace.of(null));

  @Test
  void lines_are_numbered_and_blank_ones_passed_over() throws Exception {
    List<Line> lines = lines("one\n\n  \r\ntwo\r\nthree");
    assertThat(lines).extracting(Line::number).containsExactly(1L, 4L, 5L);
    assertThat(lines).extracting(ItemLinesTest::text).containsExactly("one", "two\r", "three");
  }

  @Test
  void nothing_is_no_line_and_a_byte_order_mark_is_none_either() throws Exception {
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n\n")).isEmpty();
    assertThat(lines("\uFEFF{}")).extracting(ItemLinesTest::text).containsExactly("{}");
  }

  @Test
  void lines_of_any_length_are_cut_wherever_the_bytes_come_apart() throws Exception {
    StringBuilder file = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int length = 1; length < 140_000; length = length * 3 + 1) {
      String line = "x".repeat(length);
      expected.add(line);
      file.append(line).append('\n');
    }
    for (int step : new int[] {1, 7, 4_096, 65_536, 1_000_000}) {
      List<Line> lines = lines(new Dripping(file.toString(), step));
      assertThat(lines).extracting(Line::length)
          .containsExactlyElementsOf(expected.stream().map(line -> (long) line.length()).toList());
      assertThat(lines).extracting(ItemLinesTest::text)
          .containsExactlyElementsOf(
              expected.stream().map(line -> line.substring(0, Math.min(line.length(), ItemLines.HELD))).toList());
    }
  }

  @Test
  void a_line_that_is_too_long_is_told_with_its_length_though_not_all_of_it_is_held() throws Exception {
    Line line = lines("{\"x\":\"" + "y".repeat(200_000) + "\"}").getFirst();
    assertThat(line.bytes()).hasSize(ItemLines.HELD);
    assertThat(line.read(DELIVERY)).isInstanceOfSatisfying(
        Unreadable.class, bad -> assertThat(bad.reasons()).containsExactly("The item has 200008 bytes; at most 32768 are taken"));
  }

  @Test
  void a_line_is_judged_as_an_item_of_any_other_request() throws Exception {
    String good = "{\"messageId\":\"m\",\"identities\":{\"user\":\"u\"},\"name\":\"visit\"}";
    assertThat(read(good)).isInstanceOfSatisfying(Readable.class, it -> assertThat(it.messageId()).isEqualTo("m"));
    assertThat(reasons("1")).containsExactly("The item is not a JSON object");
    assertThat(reasons("{\"name\":\"visit\"}")).containsExactly("Nobody is named: 'identities' with at least one is needed");
    assertThat(reasons("{\"name\":")).singleElement().asString().startsWith("Malformed JSON");
    assertThat(reasons(good + good)).containsExactly("Something follows the JSON value");
  }

  private static List<String> reasons(String line) throws IOException {
    return ((Unreadable) read(line)).reasons();
  }

  private static Reading read(String line) throws IOException {
    return lines(line).getFirst().read(DELIVERY);
  }

  private static List<Line> lines(String text) throws IOException {
    return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Line> lines(InputStream in) throws IOException {
    ItemLines lines = new ItemLines(in);
    List<Line> all = new ArrayList<>();
    for (Line line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
    }
    return all;
  }

  private static String text(Line line) {
    return new String(line.bytes(), StandardCharsets.UTF_8);
  }

  /** Gives at most so many bytes at a time, as a network does. */
  private static final class Dripping extends ByteArrayInputStream {
    private final int step;

    Dripping(String text, int step) {
      super(text.getBytes(StandardCharsets.UTF_8));
      this.step = step;
    }

    @Override
    public synchronized int read(byte[] into, int at, int length) {
      return super.read(into, at, Math.min(length, step));
    }
  }
}
