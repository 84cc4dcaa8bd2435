package dev.attune.command.outbound;

import dev.attune.command.platform.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The comparison of the topics with the log, for the administrator. */
@RestController
@RequestMapping("/v1/relay/checks")
@SecurityRequirement(name = "adminKey")
class RelayCheckEndpoint {

  private final TopicChecks checks;

  RelayCheckEndpoint(TopicChecks checks) {
    this.checks = checks;
  }

  /**
   * @param mend what is missing is sent again (as if not given), or only told (false)
   */
  record WantedCheck(@Nullable Boolean mend) {}

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Compares every record of attune.events and attune.definitions with the log",
      description =
          "Answers with the comparison that this node makes already, if there is one. What is missing in attune.events is"
              + " sent again, unless mend is false. A record that differs stays: topics are written once. Delete the"
              + " topic to have it written again from the log.")
  TopicCheckStatus begin(@RequestBody WantedCheck wanted) {
    try {
      return checks.begin(wanted.mend() == null || wanted.mend());
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(e);
    }
  }

  @GetMapping
  @Operation(summary = "Tells how far the comparison is that this node makes or made last, and what it found")
  TopicCheckStatus latest() {
    return checks
        .latest()
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "relay-check",
                    "No comparison yet",
                    "This node has not compared the topics with the log since it started. Ask for it with POST."));
  }

  private static ProblemException away(Exception e) {
    return RelayCopyEndpoint.unavailable("Kafka does not answer", "The comparison", e);
  }
}
