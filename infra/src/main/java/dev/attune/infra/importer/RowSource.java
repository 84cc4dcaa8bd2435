package dev.attune.infra.importer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows, one after the other. */
interface RowSource {

  /** The next row; null at the end. */
  @Nullable Row next() throws IOException;
}
