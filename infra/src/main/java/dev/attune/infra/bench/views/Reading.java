package dev.attune.infra.bench.views;

import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.Latencies;
import dev.attune.infra.client.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads profiles by id at a held rate; a request that is late because others took long counts from when it was due. */
final class Reading {

  /** Those of {@link #ofProfiles}. */
  static final int PEOPLE = 5_000;

  private static final int EVENTS = 100_000;
  private static final int READERS = 16;
  private static final int PATIENCE_SECONDS = 300;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String key;
  private final int people;

  Reading(URI base, String key, int people) {
    this.base = base;
    this.key = key;
    this.people = people;
  }

  /** Fills the views with what people of a shop did; their profiles are what is read. */
  static Reading ofProfiles(ViewsStack stack, FilledTopics topics, long seed) throws InterruptedException {
    topics.announce();
    stack.startQueries();
    new ShopHistory(EVENTS, PEOPLE, seed).tell((person, one) ->
        topics.happens(one.stream(), one.event(), one.occurredAt(), one.recordedAt()));
    stack.awaitAll(topics.announce(), PATIENCE_SECONDS);
    Access access = stack.access();
    return new Reading(URI.create(access.queries() + "/v1/profiles/"), access.readKey(), PEOPLE);
  }

  /** Reads, and adds what each took. */
  void run(int rate, int seconds, Latencies into) throws InterruptedException {
    long[] nanos = run(rate, seconds);
    for (int i = 0; i < nanos.length; i++) {
      into.add(i * 1_000_000_000L / rate, nanos[i]);
    }
  }

  /** Nanoseconds that each took, in the order in which they were due. */
  long[] run(int rate, int seconds) throws InterruptedException {
    int[] persons = new Random(rate).ints((long) rate * seconds, 0, people).toArray();
    long[] nanos = new long[persons.length];
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable String> failed = new AtomicReference<>();
    long begin = System.nanoTime();
    List<Thread> readers = new ArrayList<>();
    for (int reader = 0; reader < READERS; reader++) {
      readers.add(Thread.ofPlatform().start(() -> {
        for (int i = next.getAndIncrement(); i < persons.length && failed.get() == null; i = next.getAndIncrement()) {
          long due = begin + i * 1_000_000_000L / rate;
          while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
          }
          read(persons[i], failed);
          nanos[i] = System.nanoTime() - due;
        }
      }));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    String failure = failed.get();
    if (failure != null) {
      throw new BenchFailedException("A read failed: " + failure);
    }
    return nanos;
  }

  private void read(int person, AtomicReference<@Nullable String> failed) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base.toString() + ShopHistory.stream(person))).GET();
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        failed.set(answer.uri() + ": " + answer.statusCode());
      }
    } catch (IOException e) {
      failed.set(request.build().uri() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed.set("interrupted");
    }
  }
}
