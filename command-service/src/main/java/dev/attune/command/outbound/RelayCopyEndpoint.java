package dev.attune.command.outbound;

import dev.attune.command.platform.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Copies of the log in topics of their own, for the administrator. */
@RestController
@RequestMapping("/v1/relay/copies")
@SecurityRequirement(name = "adminKey")
class RelayCopyEndpoint {

  /** What Kafka takes for a name; a name of dots only it does not. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,248}");

  private static final int MOST_PARTITIONS = 10_000;

  private final Copies copies;

  RelayCopyEndpoint(Copies copies) {
    this.copies = copies;
  }

  /**
   * @param topic name of a topic that does not exist, is empty, or holds an earlier copy
   * @param partitions 1 to 10,000; as many as {@code attune.events} has if left out
   */
  record WantedCopy(@Nullable String topic, @Nullable Integer partitions) {}

  record AllCopies(List<CopyStatus> copies) {}

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Copies the whole log into a topic, or goes on with a copy that stopped or has grown old")
  CopyStatus begin(@RequestBody WantedCopy wanted) {
    String topic = wanted.topic();
    if (topic == null || !NAME.matcher(topic).matches()) {
      throw wrong("'topic' must be 1 to 249 letters, digits, dots, dashes and underscores, and not begin with a dot");
    }
    Integer partitions = wanted.partitions();
    if (partitions != null && (partitions < 1 || partitions > MOST_PARTITIONS)) {
      throw wrong("'partitions' must be 1 to 10000");
    }
    try {
      return copies.begin(topic, partitions == null ? 0 : partitions);
    } catch (RelayTopics.WrongTopicException e) {
      throw new ProblemException(
          HttpStatus.CONFLICT, "relay-topic", "The topic cannot take a copy", String.valueOf(e.getMessage()));
    } catch (SQLException | ExecutionException | TimeoutException | KafkaException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(e);
    }
  }

  @GetMapping
  @Operation(summary = "Lists the copies that this node writes or wrote since it started")
  AllCopies all() {
    return new AllCopies(copies.all());
  }

  @GetMapping("/{topic}")
  @Operation(summary = "Tells how far a copy is")
  CopyStatus one(@PathVariable String topic) {
    return copies
        .of(topic)
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "relay-copy",
                    "No such copy",
                    "This node has written no copy into that topic since it started. Ask for one with POST: a copy"
                        + " that stopped goes on from its checkpoint."));
  }

  private static ProblemException wrong(String detail) {
    return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, "relay-copy-request", "Not a copy to make", detail);
  }

  private static ProblemException away(Exception e) {
    return unavailable("Kafka or PostgreSQL does not answer", "The copy", e);
  }

  /**
   * The answer when something cannot begin, since a server is away.
   *
   * @param title what is away
   * @param what did not begin
   */
  static ProblemException unavailable(String title, String what, Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return new ProblemException(
            HttpStatus.SERVICE_UNAVAILABLE,
            "relay-unavailable",
            title,
            "%s did not begin: %s. Ask for it again.".formatted(what, cause.getMessage()))
        .retryAfter(Duration.ofSeconds(5));
  }
}
