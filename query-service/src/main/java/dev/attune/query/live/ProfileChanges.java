package dev.attune.query.live;

import dev.attune.query.answer.Subscriptions;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.live.Watcher.Reached;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Looks how far the profiles have come that somebody watches: when something was folded here, and every quarter of a second
 * for what other instances fold. While nobody watches, it does nothing. Thread-safe.
 */
public final class ProfileChanges {

  private static final Duration ELSEWHERE = Duration.ofMillis(250);
  private static final Duration PACE = Duration.ofMillis(20);

  private final LiveProjection profiles;
  private final Subscriptions subscriptions;
  private final List<Watcher> watchers = new ArrayList<>();
  private boolean running;

  public ProfileChanges(LiveProjection profiles, Subscriptions subscriptions) {
    this.profiles = profiles;
    this.subscriptions = subscriptions;
  }

  synchronized Watcher watch(UUID profile) {
    Watcher watcher = new Watcher(profile);
    watchers.add(watcher);
    if (!running) {
      running = true;
      Thread.ofVirtual().name("profile-changes").start(this::run);
    }
    return watcher;
  }

  synchronized void leave(Watcher watcher) {
    watchers.remove(watcher);
  }

  private void run() {
    try {
      List<Watcher> some = watching();
      while (some != null) {
        long seen = profiles.changes();
        try {
          look(some);
        } catch (Problem | DataAccessException away) {
          // the views are folded anew or the store is away: whoever watches waits
        }
        profiles.awaitChange(seen, ELSEWHERE);
        some = subscriptions.pause(PACE) ? watching() : null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null if there is nobody any more. */
  private synchronized @Nullable List<Watcher> watching() {
    running = !watchers.isEmpty();
    return running ? List.copyOf(watchers) : null;
  }

  private void look(List<Watcher> some) {
    Generation generation = profiles.ready();
    Map<String, Document> found =
        profiles.find(
            generation, ProfileHistory.VIEW, some.stream().map(one -> one.profile().toString()).distinct().toList());
    for (Watcher watcher : some) {
      Document document = found.get(watcher.profile().toString());
      if (document != null) {
        watcher.reached(new Reached(generation, document.getLong(ViewStore.POSITION)));
      }
    }
  }
}
