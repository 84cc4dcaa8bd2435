package dev.attune.query.profile.search;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Properties;
import dev.attune.query.answer.JsonValues;
import dev.attune.query.answer.ProfileAnswer.NamedIdentity;
import dev.attune.query.view.BsonValues;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Somebody as a search sees them: some fields of the profile's document, read when they are wanted. */
record Row(Document document) {

  static final String LAST_SEEN = "lastSeen";
  static final String FIRST_SEEN = "firstSeen";

  /** The fields of the document that are wanted. */
  static final List<String> FIELDS =
      List.of("identities", "traits", "counts", "spent", FIRST_SEEN, LAST_SEEN, "position");

  String id() {
    return document.getString("_id");
  }

  /** Microseconds; null if they never did anything. */
  @Nullable Long time(String field) {
    return document.getLong(field);
  }

  @Nullable Instant instant(String field) {
    return BsonValues.instant(time(field));
  }

  Value trait(String name) {
    Document trait = one("traits", "name", name);
    return trait == null ? Value.NOTHING : BsonValues.value(trait.get("value"));
  }

  long count(String interaction) {
    Document count = one("counts", "name", interaction);
    return count == null ? 0 : count.getLong("count");
  }

  long purchases() {
    return count(Properties.PURCHASE);
  }

  BigDecimal spent(String currency) {
    Document sum = one("spent", "currency", currency);
    return sum == null ? BigDecimal.ZERO : BsonValues.decimal(sum.get("sum", Object.class));
  }

  private @Nullable Document one(String list, String key, String wanted) {
    for (Document one : document.getList(list, Document.class)) {
      if (wanted.equals(one.getString(key))) {
        return one;
      }
    }
    return null;
  }

  List<NamedIdentity> identities() {
    List<NamedIdentity> identities = new ArrayList<>();
    for (Document one : document.getList("identities", Document.class)) {
      identities.add(new NamedIdentity(one.getString("namespace"), one.getString("value")));
    }
    return identities;
  }

  Map<String, @Nullable Object> traits() {
    Map<String, @Nullable Object> traits = new LinkedHashMap<>();
    for (Document one : document.getList("traits", Document.class)) {
      Value value = BsonValues.value(one.get("value"));
      if (!(value instanceof Value.Nothing)) {
        traits.put(one.getString("name"), JsonValues.of(value));
      }
    }
    return traits;
  }

  Map<String, BigDecimal> spent() {
    Map<String, BigDecimal> spent = new TreeMap<>();
    for (Document one : document.getList("spent", Document.class)) {
      spent.put(one.getString("currency"), BsonValues.decimal(one.get("sum", Object.class)));
    }
    return spent;
  }
}
