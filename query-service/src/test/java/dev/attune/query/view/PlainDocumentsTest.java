package dev.attune.query.view;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The driver's own codec is the judge. */
class PlainDocumentsTest {

  private static final DocumentCodec DRIVERS = new DocumentCodec();
  private static final PlainDocuments OURS = new PlainDocuments();

  private static byte[] bytes(Codec<Document> codec, Document document) {
    BasicOutputBuffer out = new BasicOutputBuffer();
    codec.encode(
        new BsonBinaryWriter(out), document, EncoderContext.builder().isEncodingCollectibleDocument(true).build());
    return out.toByteArray();
  }

  private static Document document(Codec<Document> codec, byte[] bytes) {
    return codec.decode(new BsonBinaryReader(ByteBuffer.wrap(bytes)), DecoderContext.builder().build());
  }

  private static Document any(Random random, int depth) {
    Document document = depth == 0 ? new Document("_id", "id-" + random.nextInt(100)) : new Document();
    int fields = random.nextInt(8);
    for (int i = 0; i < fields; i++) {
      document.append("field-é-" + i, value(random, depth));
    }
    return document;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 11 : 13)) {
      case 0 -> null;
      case 1 -> "text 𝄞 " + random.nextInt();
      case 2 -> random.nextLong();
      case 3 -> random.nextInt();
      case 4 -> random.nextBoolean();
      case 5 -> random.nextDouble();
      case 6 -> new Decimal128(BigDecimal.valueOf(random.nextLong(), random.nextInt(20)));
      case 7 -> new Binary(Long.toHexString(random.nextLong()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      case 8 -> new ObjectId();
      case 9 -> new Date(random.nextInt());
      case 10 -> new BsonTimestamp(random.nextLong());
      case 11 -> any(random, depth + 1);
      default -> {
        List<Object> items = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
          items.add(value(random, depth + 1));
        }
        yield items;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void makesTheSameOfADocumentAsTheDriver(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Document document = any(random, 0);
      byte[] bytes = bytes(DRIVERS, document);
      assertThat(bytes(OURS, document)).isEqualTo(bytes);
      assertThat(document(OURS, bytes)).isEqualTo(document(DRIVERS, bytes)).isEqualTo(document);
    }
  }
}
