package dev.attune.infra.torture;

import dev.attune.infra.client.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a decision gave, as its answer or the timeline says.
 *
 * @param decision id of the decision
 * @param shown placement and offer; null for a fallback or nothing
 * @param consumed id of the proposition if it took one of the session's; the timeline doesn't tell
 */
record Given(String decision, String session, @Nullable String shown, @Nullable String consumed) {

  static Given answered(byte[] body) {
    JsonNode answer = Json.MAPPER.readTree(body);
    JsonNode proposition = answer.path("proposition");
    boolean offer = proposition.isObject() && !proposition.path("fallback").asBoolean(false);
    return new Given(
        answer.path("decisionId").asString(),
        answer.path("session").path("id").asString(),
        offer ? answer.path("placement").asString() + "/" + proposition.path("offer").asString() : null,
        offer && proposition.path("consumed").asBoolean(false) ? proposition.path("propositionId").asString() : null);
  }

  /** An entry {@code decision.made} of a timeline. */
  static Given entered(JsonNode entry) {
    JsonNode properties = entry.path("properties");
    boolean offer = properties.path("offer").isString() && !properties.path("fallback").asBoolean(false);
    return new Given(
        properties.path("decisionId").asString(),
        entry.path("session").asString(),
        offer ? properties.path("placement").asString() + "/" + properties.path("offer").asString() : null,
        null);
  }
}
