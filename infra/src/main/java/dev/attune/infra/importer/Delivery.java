package dev.attune.infra.importer;

import dev.attune.infra.client.ApiException;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Sends batches and books what became of each row. Thread-safe. */
final class Delivery {

  /** Bytes of a row as JSON, roughly. */
  private static final int LINE = 300;

  private final CommandApi api;
  private final String writeKey;
  private final Tally tally;
  private final Rejects rejects;

  Delivery(CommandApi api, String writeKey, Tally tally, Rejects rejects) {
    this.api = api;
    this.writeKey = writeKey;
    this.tally = tally;
    this.rejects = rejects;
  }

  /**
   * Sends a batch. If the service refuses it as a whole, its halves are sent, down to the row that is to blame.
   *
   * @throws ApiException if the service cannot be reached, or does not know the write key
   */
  void send(List<Pending> batch) {
    JsonNode answer;
    try {
      answer = api.interactionsInBulk(writeKey, lines(batch)).body();
    } catch (ApiException e) {
      if (e.status() != 400 && e.status() != 413 && e.status() != 422) {
        throw e;
      }
      refused(batch, e);
      return;
    }
    book(batch, answer);
  }

  private static byte[] lines(List<Pending> batch) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(batch.size() * LINE);
    for (Pending row : batch) {
      lines.writeBytes(Json.MAPPER.writeValueAsBytes(row.interaction()));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private void refused(List<Pending> batch, ApiException refusal) {
    if (batch.size() == 1) {
      reject(batch.getFirst(), String.valueOf(refusal.getMessage()));
    } else {
      send(batch.subList(0, batch.size() / 2));
      send(batch.subList(batch.size() / 2, batch.size()));
    }
  }

  private void book(List<Pending> batch, JsonNode answer) {
    long accepted = answer.path("accepted").asLong(0);
    long duplicate = answer.path("duplicate").asLong(0);
    List<JsonNode> rejected = answer.path("rejected").valueStream().toList();
    if (accepted + duplicate + rejected.size() != batch.size()) {
      throw new ApiException(
          0, "The service told %d of %d rows what became of them"
              .formatted(accepted + duplicate + rejected.size(), batch.size()));
    }
    tally.accepted(accepted);
    tally.duplicate(duplicate);
    for (JsonNode line : rejected) {
      reject(batch.get(Math.toIntExact(line.path("line").asLong()) - 1), reason(line));
    }
  }

  private void reject(Pending row, String reason) {
    rejects.add(row.line(), reason, row.text());
    tally.rejected();
  }

  private static String reason(JsonNode line) {
    List<String> reasons =
        line.path("error").path("reasons").valueStream().map(reason -> reason.asString("")).toList();
    return "quarantined: " + (reasons.isEmpty() ? "no reason given" : String.join("; ", reasons));
  }
}
