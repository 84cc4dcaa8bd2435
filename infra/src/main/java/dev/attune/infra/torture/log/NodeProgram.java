package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A node in a process of its own: reads attempts from standard input, one a line behind a number, appends them, and writes
 * each answer behind its number. Ends with its input.
 */
final class NodeProgram {

  static final String PASSWORD = "ATTUNE_TORTURE_PASSWORD";
  static final String LOST = "lost";

  private static final AppenderOptions OPTIONS = AppenderOptions.DEFAULT.answerWithin(Duration.ofSeconds(4));

  private NodeProgram() {}

  /** Arguments: name, port of the database. */
  public static void main(String[] arguments) throws IOException {
    run(Databases.at(Integer.parseInt(arguments[1]), System.getenv(PASSWORD), arguments[0]));
  }

  static void run(DataSource database) throws IOException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    AppenderMetrics telling =
        new AppenderMetrics() {
          @Override
          public void connectionLost(Exception cause) {
            out.println(LOST);
          }
        };
    try (AppenderNode node =
            new AppenderNode(new PostgresAppender(database, OPTIONS, telling, new LogSignal()));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int space = line.indexOf(' ');
        String number = line.substring(0, space);
        node.append(Attempt.parse(line.substring(space + 1)))
            .thenAccept(answer -> out.println(number + " " + answer.text()));
      }
    }
  }
}
