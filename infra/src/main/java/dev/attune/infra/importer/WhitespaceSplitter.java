package dev.attune.infra.importer;

import java.util.List;
import java.util.regex.Pattern;

/** Cells with one or more blanks or tabs between them. */
final class WhitespaceSplitter implements Splitter {

  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

  @Override
  public Split split(String text, boolean ended) {
    return new Split.Cells(List.of(BLANKS.split(text.strip())));
  }
}
