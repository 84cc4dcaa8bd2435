package dev.attune.infra.importer;

import dev.attune.infra.client.ApiException;
import dev.attune.infra.client.CommandApi;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Sends batches and books what became of each row. Thread-safe. */
final class Delivery {

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
      answer = api.interactions(writeKey, batch.stream().map(Pending::interaction).toList()).body();
    } catch (ApiException e) {
      if (e.status() != 400 && e.status() != 413 && e.status() != 422) {
        throw e;
      }
      refused(batch, e);
      return;
    }
    book(batch, answer.path("results"));
  }

  private void refused(List<Pending> batch, ApiException refusal) {
    if (batch.size() == 1) {
      reject(batch.getFirst(), String.valueOf(refusal.getMessage()));
    } else {
      send(batch.subList(0, batch.size() / 2));
      send(batch.subList(batch.size() / 2, batch.size()));
    }
  }

  private void book(List<Pending> batch, JsonNode results) {
    boolean[] told = new boolean[batch.size()];
    for (JsonNode result : results) {
      int place = result.path("index").asInt(-1);
      if (place < 0 || place >= told.length || told[place]) {
        continue;
      }
      told[place] = true;
      switch (result.path("outcome").asString("")) {
        case "accepted" -> tally.accepted();
        case "duplicate" -> tally.duplicate();
        default -> reject(batch.get(place), reason(result));
      }
    }
    for (int place = 0; place < told.length; place++) {
      if (!told[place]) {
        reject(batch.get(place), "the service did not say what became of it");
      }
    }
  }

  private void reject(Pending row, String reason) {
    rejects.add(row.line(), reason, row.text());
    tally.rejected();
  }

  private static String reason(JsonNode result) {
    List<String> reasons =
        result.path("error").path("reasons").valueStream().map(reason -> reason.asString("")).toList();
    return result.path("outcome").asString("refused") + ": "
        + (reasons.isEmpty() ? "no reason given" : String.join("; ", reasons));
  }
}
