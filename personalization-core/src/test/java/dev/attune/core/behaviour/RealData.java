package dev.attune.core.behaviour;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file of the folder that the environment variable {@code ATTUNE_DATA} names. */
public final class RealData {

  private RealData() {}

  /** Skips the test, saying why, if there is no such folder. */
  public static Path file(String path) {
    String data = System.getenv("ATTUNE_DATA");
    if (data == null || data.isBlank()) {
      System.out.println("The test of " + path + " is skipped: ATTUNE_DATA does not name the folder with it.");
    }
    Assumptions.assumeTrue(data != null && !data.isBlank(), "ATTUNE_DATA is not set");
    return Path.of(data).resolve(path);
  }
}
