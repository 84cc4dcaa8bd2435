package dev.attune.infra.bench.codec;

import dev.attune.contracts.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Lets Jackson write values as the JSON that they are, and read them. */
public final class JsonValues {

  private JsonValues() {}

  public static JacksonModule module() {
    return new SimpleModule()
        .addSerializer(Value.class, new ToJson())
        .addDeserializer(Value.class, new FromJson());
  }

  private static final class ToJson extends ValueSerializer<Value> {
    @Override
    public void serialize(Value value, JsonGenerator json, SerializationContext context) {
      switch (value) {
        case Value.Nothing _ -> json.writeNull();
        case Value.Flag flag -> json.writeBoolean(flag.value());
        case Value.Whole whole -> json.writeNumber(whole.value());
        case Value.Decimal decimal -> json.writeNumber(decimal.value());
        case Value.Text text -> json.writeString(text.value());
        case Value.Items items -> {
          json.writeStartArray();
          items.values().forEach(item -> serialize(item, json, context));
          json.writeEndArray();
        }
        case Value.Fields fields -> {
          json.writeStartObject();
          fields
              .values()
              .forEach(
                  (name, field) -> {
                    json.writeName(name);
                    serialize(field, json, context);
                  });
          json.writeEndObject();
        }
      }
    }
  }

  private static final class FromJson extends ValueDeserializer<Value> {
    @Override
    public Value deserialize(JsonParser json, DeserializationContext context) {
      return switch (json.currentToken()) {
        case VALUE_TRUE -> new Value.Flag(true);
        case VALUE_FALSE -> new Value.Flag(false);
        case VALUE_NUMBER_INT -> new Value.Whole(json.getLongValue());
        case VALUE_NUMBER_FLOAT -> new Value.Decimal(json.getDecimalValue());
        case VALUE_STRING -> new Value.Text(json.getString());
        case START_ARRAY -> items(json, context);
        case START_OBJECT -> fields(json, context);
        case null, default -> throw new IllegalArgumentException("%s begins no value".formatted(json.currentToken()));
      };
    }

    @Override
    public Value getNullValue(DeserializationContext context) {
      return Value.NOTHING;
    }

    private Value items(JsonParser json, DeserializationContext context) {
      List<Value> items = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        items.add(element(json, context));
      }
      return new Value.Items(items);
    }

    private Value fields(JsonParser json, DeserializationContext context) {
      Map<String, Value> fields = new LinkedHashMap<>();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        fields.put(name, element(json, context));
      }
      return new Value.Fields(fields);
    }

    private Value element(JsonParser json, DeserializationContext context) {
      return json.currentToken() == JsonToken.VALUE_NULL ? Value.NOTHING : deserialize(json, context);
    }
  }
}
