package dev.attune.infra.importer;

import java.util.ArrayList;
import java.util.List;

/** Cells of fixed widths, one after the other. Blanks at the end of a line may be missing. */
final class FixedSplitter implements Splitter {

  private final List<Integer> widths;
  private final int length;

  /** @param widths in characters */
  FixedSplitter(List<Integer> widths) {
    this.widths = List.copyOf(widths);
    this.length = widths.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public Split split(String text, boolean ended) {
    if (text.length() > length && !text.substring(length).isBlank()) {
      return new Split.Bad("wrong length: %d characters, the columns have %d".formatted(text.length(), length));
    }
    if (text.length() < length && !ended) {
      return new Split.Bad("cut off: %d characters, the columns have %d".formatted(text.length(), length));
    }
    if (text.length() <= length - widths.getLast()) {
      return new Split.Bad("too short: %d characters, the last column begins behind %d"
          .formatted(text.length(), length - widths.getLast()));
    }
    List<String> cells = new ArrayList<>();
    int from = 0;
    for (int width : widths) {
      cells.add(text.substring(Math.min(from, text.length()), Math.min(from + width, text.length())).strip());
      from += width;
    }
    return new Split.Cells(cells);
  }
}
