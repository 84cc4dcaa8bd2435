package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import java.io.PrintStream;

/** Where everything is and what to do next. */
public final class Welcome {

  private Welcome() {}

  /** Prints addresses, where the keys are, and commands to go on with. */
  public static void print(LocalStack stack, PrintStream out) {
    out.printf("""

          Write  %s   Segment's API under /v1
          Read   %s   the query API, with the read key
          Keys   %s   (ATTUNE_READ_KEY, ATTUNE_ADMIN_KEY, ATTUNE_OPERATOR_KEY)

        Next:
          ./attune source add shop             a write key, and a curl that uses it
          ./attune definitions apply FILE      offers, placements and rules
          ./attune status                      what runs and how much memory it takes
        """, stack.addresses().commandUrl(), stack.addresses().queryUrl(), stack.secretsFile());
  }
}
