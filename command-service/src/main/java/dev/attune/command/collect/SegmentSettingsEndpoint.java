package dev.attune.command.collect;

import dev.attune.command.platform.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What Segment's browser and mobile clients ask for before they send, and the meters that they report. */
@RestController
class SegmentSettingsEndpoint {

  private final Credentials credentials;

  SegmentSettingsEndpoint(Credentials credentials) {
    this.credentials = credentials;
  }

  @GetMapping({"/v1/projects/{writeKey}/settings", "/v1/projects/{writeKey}/settings/"})
  @Operation(summary = "Tells Segment's clients where to send to")
  Map<String, Object> settings(@PathVariable String writeKey, HttpServletRequest request) {
    if (credentials.withKey(writeKey).isEmpty()) {
      throw new ProblemException(
          HttpStatus.NOT_FOUND, "write-key-unknown", "A write key is needed", "No source has this write key");
    }
    String host = request.getHeader("Host");
    Map<String, Object> segment =
        Map.of("apiKey", writeKey, "apiHost", host + "/v1", "protocol", request.getScheme());
    return Map.of(
        "integrations", Map.of("Segment.io", segment), "plan", Map.of(), "metrics", Map.of("sampleRate", 0));
  }

  /** Meters of the client itself; nobody reads them. */
  @PostMapping({"/v1/m", "/v1/m/"})
  @Operation(summary = "Takes Segment's client meters and forgets them")
  ResponseEntity<String> meters() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body("{\"success\":true}");
  }
}
