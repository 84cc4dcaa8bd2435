package dev.attune.eventstore.autoconfigure.shop;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** What the tracking processor was given, in this order; refuses the baskets that it is told to. */
@Component
@ProcessingGroup("ledger")
public class Ledger {

  private final List<String> entries = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  @EventHandler
  void on(Basket.Added event) {
    if (refused.contains(event.id())) {
      throw new IllegalStateException("The ledger refuses " + event.id());
    }
    entries.add(event.id() + " " + event.item());
  }

  public List<String> entries() {
    return entries;
  }

  public void refuse(String basket) {
    refused.add(basket);
  }

  public void refuseNone() {
    refused.clear();
  }
}
