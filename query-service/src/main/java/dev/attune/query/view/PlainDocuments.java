package dev.attune.query.view;

import com.mongodb.MongoClientSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.codecs.BsonTypeClassMap;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * Documents as BSON and back, with the same bytes as the driver's own codec, which looks up a codec for every value: of what
 * folding costs, that was the largest part. The few types that views are made of are known here; whatever else comes is
 * left to the driver's.
 */
final class PlainDocuments implements Codec<Document> {

  private static final CodecRegistry OTHERS = MongoClientSettings.getDefaultCodecRegistry();
  private static final BsonTypeClassMap CLASSES = new BsonTypeClassMap();

  /** What a client is to be made with. */
  static final CodecRegistry CODECS =
      CodecRegistries.fromRegistries(CodecRegistries.fromCodecs(new PlainDocuments()), OTHERS);

  @Override
  public Class<Document> getEncoderClass() {
    return Document.class;
  }

  /** An {@code _id} is expected to be the first field, as it is in all documents of views. */
  @Override
  public void encode(BsonWriter writer, Document document, EncoderContext context) {
    write(writer, document);
  }

  private static void write(BsonWriter writer, Map<String, ?> document) {
    writer.writeStartDocument();
    document.forEach(
        (name, value) -> {
          writer.writeName(name);
          value(writer, value);
        });
    writer.writeEndDocument();
  }

  private static void value(BsonWriter writer, @Nullable Object value) {
    switch (value) {
      case null -> writer.writeNull();
      case String text -> writer.writeString(text);
      case Long whole -> writer.writeInt64(whole);
      case Integer whole -> writer.writeInt32(whole);
      case Document document -> write(writer, document);
      case List<?> items -> {
        writer.writeStartArray();
        items.forEach(item -> value(writer, item));
        writer.writeEndArray();
      }
      case Binary binary -> writer.writeBinaryData(new BsonBinary(binary.getType(), binary.getData()));
      case Boolean flag -> writer.writeBoolean(flag);
      case Double number -> writer.writeDouble(number);
      case Decimal128 decimal -> writer.writeDecimal128(decimal);
      default -> other(writer, value);
    }
  }

  @SuppressWarnings("unchecked")
  private static void other(BsonWriter writer, Object value) {
    Encoder<Object> encoder = (Encoder<Object>) OTHERS.get(value.getClass());
    encoder.encode(writer, value, EncoderContext.builder().build());
  }

  @Override
  public Document decode(BsonReader reader, DecoderContext context) {
    return document(reader);
  }

  private static Document document(BsonReader reader) {
    Document document = new Document();
    reader.readStartDocument();
    for (BsonType type = reader.readBsonType(); type != BsonType.END_OF_DOCUMENT; type = reader.readBsonType()) {
      document.put(reader.readName(), value(reader, type));
    }
    reader.readEndDocument();
    return document;
  }

  private static @Nullable Object value(BsonReader reader, BsonType type) {
    return switch (type) {
      case NULL -> {
        reader.readNull();
        yield null;
      }
      case STRING -> reader.readString();
      case INT64 -> reader.readInt64();
      case INT32 -> reader.readInt32();
      case DOCUMENT -> document(reader);
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        reader.readStartArray();
        for (BsonType item = reader.readBsonType(); item != BsonType.END_OF_DOCUMENT; item = reader.readBsonType()) {
          items.add(value(reader, item));
        }
        reader.readEndArray();
        yield items;
      }
      case BINARY -> {
        BsonBinary binary = reader.readBinaryData();
        yield new Binary(binary.getType(), binary.getData());
      }
      case BOOLEAN -> reader.readBoolean();
      case DOUBLE -> reader.readDouble();
      case DECIMAL128 -> reader.readDecimal128();
      default -> OTHERS.get(CLASSES.get(type)).decode(reader, DecoderContext.builder().build());
    };
  }
}
