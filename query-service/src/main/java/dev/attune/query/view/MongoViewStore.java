package dev.attune.query.view;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoTemplate;

/** {@link ViewStore} on anything that speaks MongoDB's protocol. */
public final class MongoViewStore implements ViewStore {

  private static final String STORE = "attune";
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
  private static final int AT_ONCE = 1_000;
  private static final Comparator<Document> BY_POSITION =
      Comparator.comparingLong(document -> document.getLong(POSITION));

  private final MongoTemplate mongo;
  private final Supplier<String> ids;

  /**
   * @param ids gives the id of a store that has none yet: eight random hexadecimal digits
   */
  public MongoViewStore(MongoTemplate mongo, Supplier<String> ids) {
    this.mongo = mongo;
    this.ids = ids;
  }

  /** What its client needs: what is read and what is acknowledged is what a majority has. */
  public static MongoClientSettings.Builder settings(MongoClientSettings.Builder client) {
    return client
        .codecRegistry(PlainDocuments.CODECS)
        .writeConcern(WriteConcern.MAJORITY)
        .readConcern(ReadConcern.MAJORITY);
  }

  @Override
  public String incarnation() {
    Document known = find(STORE, "incarnation");
    if (known == null) {
      try {
        mongo.insert(new Document("_id", "incarnation").append("id", ids.get()), STORE);
      } catch (DuplicateKeyException e) {
        // another instance was faster: its id counts
      }
      known = find(STORE, "incarnation");
    }
    if (known == null) {
      throw new IllegalStateException("The view store forgot its incarnation at once");
    }
    return known.getString("id");
  }

  @Override
  public void prepare(String collection) {
    mongo.execute(
        collection,
        documents ->
            documents.createIndex(
                new Document("_id", 1).append(POSITION, 1), new IndexOptions().unique(true).name("id_position")));
  }

  @Override
  public void index(String collection, String field) {
    mongo.execute(collection, documents -> documents.createIndex(new Document(field, 1)));
  }

  @Override
  public void scan(String collection, List<String> fields, @Nullable Range range, Consumer<Document> each) {
    Document wanted = new Document("_id", 1);
    fields.forEach(field -> wanted.append(field, 1));
    Document where =
        range == null
            ? new Document()
            : new Document(range.field(), new Document("$gte", range.least()).append("$lte", range.greatest()));
    mongo.execute(
        collection,
        documents -> {
          documents.find(where).projection(wanted).batchSize(AT_ONCE).forEach(each);
          return true;
        });
  }

  @Override
  public @Nullable Document find(String collection, String id) {
    return mongo.execute(collection, documents -> documents.find(new Document("_id", id)).first());
  }

  @Override
  public Map<String, Document> find(String collection, Collection<String> ids) {
    Map<String, Document> found = HashMap.newHashMap(ids.size());
    List<String> wanted = List.copyOf(ids);
    for (int from = 0; from < wanted.size(); from += AT_ONCE) {
      List<String> some = wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE));
      mongo.execute(
          collection,
          documents -> {
            for (Document document :
                documents.find(new Document("_id", new Document("$in", some))).batchSize(AT_ONCE)) {
              found.put(document.getString("_id"), document);
            }
            return true;
          });
    }
    return found;
  }

  @Override
  public List<Document> all(String collection) {
    return mongo.findAll(Document.class, collection);
  }

  @Override
  public void put(String collection, List<Document> documents) {
    if (documents.isEmpty()) {
      return;
    }
    List<ReplaceOneModel<Document>> models =
        documents.stream()
            .map(document -> new ReplaceOneModel<>(new Document("_id", document.get("_id")), document, UPSERT))
            .toList();
    mongo.execute(collection, target -> target.bulkWrite(models, UNORDERED));
  }

  @Override
  public void remove(String collection, Collection<String> ids) {
    if (!ids.isEmpty()) {
      Document some = new Document("_id", new Document("$in", List.copyOf(ids)));
      mongo.execute(collection, documents -> documents.deleteMany(some));
    }
  }

  @Override
  public long count(String collection) {
    Long count = mongo.execute(collection, documents -> documents.countDocuments());
    return count == null ? 0 : count;
  }

  /** By one look at all ids: the in-memory server's own sample fails now and then. */
  @Override
  public List<String> sample(String collection, int count) {
    List<String> sample = new ArrayList<>(count);
    long[] seen = {0};
    look(
        collection,
        document -> {
          seen[0]++;
          if (sample.size() < count) {
            sample.add(document.getString("_id"));
          } else {
            long place = ThreadLocalRandom.current().nextLong(seen[0]);
            if (place < count) {
              sample.set((int) place, document.getString("_id"));
            }
          }
        });
    return sample;
  }

  /** By one look at all positions: the in-memory server cannot sort documents that change meanwhile. */
  @Override
  public List<String> newest(String collection, int count) {
    PriorityQueue<Document> greatest = new PriorityQueue<>(count + 1, BY_POSITION);
    look(
        collection,
        document -> {
          if (document.get(POSITION) != null) {
            greatest.add(document);
          }
          if (greatest.size() > count) {
            greatest.poll();
          }
        });
    return greatest.stream().sorted(BY_POSITION.reversed()).map(document -> document.getString("_id")).toList();
  }

  private void look(String collection, Consumer<Document> at) {
    scan(collection, List.of(POSITION), null, at);
  }

  @Override
  public Set<String> collections() {
    return mongo.getCollectionNames();
  }

  @Override
  public void drop(String collection) {
    mongo.dropCollection(collection);
  }

  @Override
  public Set<String> write(String collection, List<Guarded> documents) {
    if (documents.isEmpty()) {
      return Set.of();
    }
    List<WriteModel<Document>> models = new ArrayList<>(documents.size());
    List<Guarded> replaced = new ArrayList<>(documents.size());
    for (Guarded guarded : documents) {
      if (guarded.before() == 0) {
        models.add(new InsertOneModel<>(guarded.document()));
      } else {
        models.add(
            new ReplaceOneModel<>(
                new Document("_id", guarded.id()).append(POSITION, guarded.before()), guarded.document()));
        replaced.add(guarded);
      }
    }
    Set<String> refused = new HashSet<>();
    BulkWriteResult result =
        mongo.execute(
            collection,
            target -> {
              try {
                return target.bulkWrite(models, UNORDERED);
              } catch (MongoBulkWriteException e) {
                return partly(e, documents, refused);
              }
            });
    if (result == null || result.getMatchedCount() < replaced.size()) {
      refused.addAll(unmatched(collection, replaced));
    }
    return refused;
  }

  private static BulkWriteResult partly(MongoBulkWriteException e, List<Guarded> documents, Set<String> refused) {
    if (e.getWriteConcernError() != null) {
      throw e;
    }
    for (BulkWriteError error : e.getWriteErrors()) {
      if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
      refused.add(documents.get(error.getIndex()).id());
    }
    return e.getWriteResult();
  }

  /**
   * The result only counts the matches: the stored documents say which ones failed. One at the new position may be
   * another writer's with other content: only what is the same counts as written.
   */
  private List<String> unmatched(String collection, List<Guarded> replaced) {
    Map<String, Document> stored = find(collection, replaced.stream().map(Guarded::id).toList());
    return replaced.stream()
        .filter(
            guarded -> {
              Document now = stored.get(guarded.id());
              return now == null || !now.equals(guarded.document());
            })
        .map(Guarded::id)
        .toList();
  }
}
