package dev.attune.command.platform.json;

import dev.attune.contracts.value.Value;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Lets requests and answers hold {@link Value}s as they are. */
public final class ValueModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  public ValueModule() {
    super("attune-values");
    addSerializer(Value.class, new Writer());
    addDeserializer(Value.class, new Reader());
  }

  private static final class Writer extends ValueSerializer<Value> {

    @Override
    public void serialize(Value value, JsonGenerator out, SerializationContext context) {
      switch (value) {
        case Value.Nothing nothing -> out.writeNull();
        case Value.Flag flag -> out.writeBoolean(flag.value());
        case Value.Whole whole -> out.writeNumber(whole.value());
        case Value.Decimal decimal -> out.writeNumber(decimal.value());
        case Value.Text text -> out.writeString(text.value());
        case Value.Items items -> {
          out.writeStartArray();
          items.values().forEach(item -> serialize(item, out, context));
          out.writeEndArray();
        }
        case Value.Fields fields -> {
          out.writeStartObject();
          for (Map.Entry<String, Value> field : fields.values().entrySet()) {
            out.writeName(field.getKey());
            serialize(field.getValue(), out, context);
          }
          out.writeEndObject();
        }
      }
    }
  }

  private static final class Reader extends ValueDeserializer<Value> {

    @Override
    public Value deserialize(JsonParser parser, DeserializationContext context) {
      return ValueReader.read(parser);
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
      return Value.NOTHING;
    }
  }
}
