package dev.attune.infra.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An answer of a service.
 *
 * @param status HTTP status
 * @param body JSON; a missing node if there is none
 * @param position the header {@code Attune-Position}: how far a view must be to contain what was stored
 */
public record Answer(int status, JsonNode body, Optional<String> position) {

  boolean ok() {
    return status / 100 == 2;
  }

  /** What was wrong, from the problem detail. */
  String problem() {
    for (String field : new String[] {"detail", "title", "error"}) {
      if (body.path(field).isString()) {
        return body.path(field).asString();
      }
    }
    return "HTTP status " + status;
  }
}
