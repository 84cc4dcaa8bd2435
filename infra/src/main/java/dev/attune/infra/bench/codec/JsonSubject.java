package dev.attune.infra.bench.codec;

import dev.attune.contracts.Event;
import tools.jackson.databind.json.JsonMapper;

/** Jackson's binding of records, with values as the JSON that they are. */
final class JsonSubject implements Subject<byte[]> {

  private final JsonMapper mapper =
      JsonMapper.builder()
          .addModule(JsonValues.module())
          .build();

  @Override
  public String name() {
    return "json";
  }

  @Override
  public byte[] encode(Event event) {
    return mapper.writeValueAsBytes(event);
  }

  @Override
  public Event decode(byte[] encoded, Class<? extends Event> type) {
    return mapper.readValue(encoded, type);
  }

  @Override
  public int bytes(byte[] encoded) {
    return encoded.length;
  }
}
