package dev.attune.command.collect;

import dev.attune.command.platform.ProblemException;
import dev.attune.contracts.value.Value;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Finds the write key wherever clients put it: HTTP Basic, {@code X-Write-Key} (with or without secret), the body. */
@Component
public class Credentials {

  private final Senders senders;

  Credentials(Senders senders) {
    this.senders = senders;
  }

  /**
   * The source that sent the request.
   *
   * @param body fields of the body
   */
  public UUID source(HttpServletRequest request, Map<String, Value> body) {
    Optional<String> key =
        basic(request).or(() -> header(request)).or(() -> Texts.id(body.get("writeKey")));
    if (key.isEmpty()) {
      throw unauthorized("write-key-missing", "Send the source's write key as user name of HTTP Basic,"
          + " as 'writeKey' in the body, or in the header X-Write-Key.");
    }
    return withKey(key.get())
        .orElseThrow(
            () ->
                unauthorized(
                    "write-key-unknown", "No source has this write key. './attune source add NAME' makes one."));
  }

  Optional<UUID> withKey(String writeKey) {
    return writeKey.length() > 200 ? Optional.empty() : senders.withKey(writeKey);
  }

  private static Optional<String> basic(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      String pair = new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
      return beforeColon(pair);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> header(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("X-Write-Key")).flatMap(Credentials::beforeColon);
  }

  private static Optional<String> beforeColon(String pair) {
    int colon = pair.indexOf(':');
    String key = colon < 0 ? pair : pair.substring(0, colon);
    return key.isEmpty() ? Optional.empty() : Optional.of(key);
  }

  private static ProblemException unauthorized(String kind, String detail) {
    return new ProblemException(HttpStatus.UNAUTHORIZED, kind, "A write key is needed", detail)
        .header("WWW-Authenticate", "Basic realm=\"write key\"");
  }
}
