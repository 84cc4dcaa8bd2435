package dev.attune.eventstore.autoconfigure.shop;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/** An aggregate. */
@Aggregate
public class Basket {

  @AggregateIdentifier private String id;
  private int items;

  Basket() {}

  public record Open(@TargetAggregateIdentifier String id) {}

  public record Add(@TargetAggregateIdentifier String id, String item) {}

  public record Opened(String id) {}

  public record Added(String id, String item, int number) {}

  @CommandHandler
  Basket(Open command) {
    AggregateLifecycle.apply(new Opened(command.id()));
  }

  @CommandHandler
  int add(Add command) {
    AggregateLifecycle.apply(new Added(id, command.item(), items + 1));
    return items;
  }

  @EventSourcingHandler
  void on(Opened event) {
    id = event.id();
  }

  @EventSourcingHandler
  void on(Added event) {
    items = event.number();
  }
}
