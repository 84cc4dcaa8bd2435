package dev.attune.infra.torture;

import dev.attune.infra.client.Interaction;
import dev.attune.infra.client.Json;
import dev.attune.infra.client.SegmentMessage;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.torture.PatientClient.Acknowledged;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Posts messages, every other time in Segment's form, and writes down what is acknowledged. Thread-safe. */
final class InteractionPosts {

  private static final Set<String> TAKEN = Set.of("accepted", "duplicate");

  private final PatientClient client;
  private final Book book;

  InteractionPosts(PatientClient client, Book book) {
    this.client = client;
    this.book = book;
  }

  /** Returns when all of them are acknowledged. */
  void post(int number, List<Message> messages) {
    Acknowledged answer =
        number % 2 == 0
            ? client.post("/v1/interactions", ours(messages), number)
            : client.post("/v1/batch", segments(messages), number);
    if (number % 2 == 0) {
      checkEach(answer, messages.size());
    }
    book.acknowledge(messages, answer.position());
  }

  private static byte[] ours(List<Message> messages) {
    List<Interaction> interactions =
        messages.stream()
            .map(message -> new Interaction(
                message.id(), message.person().identities(), message.name(), null, Instant.now(),
                Map.of("product_id", "p-" + message.id().length())))
            .toList();
    return Json.MAPPER.writeValueAsBytes(Map.of("interactions", interactions));
  }

  private static byte[] segments(List<Message> messages) {
    Instant now = Instant.now();
    List<SegmentMessage> batch =
        messages.stream()
            .map(message -> new SegmentMessage(
                "track", message.id(), message.person().identities().get("user"),
                message.person().identities().get("anonymous"), now, message.name(),
                Map.of("product_id", "p-" + message.id().length()), null, Map.of()))
            .toList();
    return Json.MAPPER.writeValueAsBytes(Map.of("batch", batch, "sentAt", now));
  }

  private static void checkEach(Acknowledged answer, int items) {
    int taken = 0;
    for (JsonNode result : Json.MAPPER.readTree(answer.body()).path("results")) {
      if (TAKEN.contains(result.path("outcome").asString(""))) {
        taken++;
      }
    }
    if (taken != items) {
      throw new StackException("%d of %d interactions were taken: %s"
          .formatted(taken, items, new String(answer.body(), StandardCharsets.UTF_8)));
    }
  }
}
