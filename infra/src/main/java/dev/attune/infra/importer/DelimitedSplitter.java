package dev.attune.infra.importer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Cells between delimiters, quoted as in RFC 4180. */
final class DelimitedSplitter implements Splitter {

  private final CSVFormat format;

  /**
   * @param delimiter one character or several
   * @param quote null: a quotation mark is a character like any other
   */
  DelimitedSplitter(String delimiter, @Nullable Character quote) {
    this.format =
        CSVFormat.RFC4180.builder()
            .setDelimiter(delimiter)
            .setQuote(quote)
            .setIgnoreEmptyLines(false)
            .setIgnoreSurroundingSpaces(!delimiter.isBlank())
            .setTrim(!delimiter.isBlank())
            .get();
  }

  @Override
  public Split split(String text, boolean ended) {
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1
          ? new Split.Cells(records.getFirst().toList())
          : new Split.Bad("a line break outside of quotes");
    } catch (IOException | UncheckedIOException e) {
      return String.valueOf(e.getMessage()).contains("EOF")
          ? new Split.Unfinished()
          : new Split.Bad("a quotation mark that is not at the end of its cell");
    }
  }
}
