package dev.attune.command.source;

import dev.attune.command.platform.ProblemException;
import dev.attune.command.platform.RequestTrace;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Stores what {@link AddSource} decides as the first event of the source's stream. */
@Component
class SourceHandler {

  private final Appender appender;
  private final EventCodec codec;

  SourceHandler(Appender appender, EventCodec codec) {
    this.appender = appender;
    this.codec = codec;
  }

  @CommandHandler
  CompletableFuture<Source> handle(AddSource command) {
    UUID stream = AddSource.stream(command.name());
    NewEvent added =
        new NewEvent(
            RequestTrace.newId(), codec.encode(command.decide()), command.at(), command.correlation(), null,
            command.traceparent(), null);
    AppendUnit unit =
        new AppendUnit(
            RequestTrace.newId(), List.of(new StreamAppend(StreamHead.empty(stream), List.of(added))), List.of());
    return appender.append(unit).thenApply(outcome -> answer(command.name(), stream, outcome));
  }

  private static Source answer(String name, UUID stream, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Appended appended -> new Source(stream, name);
      case Outcome.Conflict conflict -> throw new ProblemException(
          HttpStatus.CONFLICT,
          "source-exists",
          "The source exists already",
          "A source named '%s' exists already, and its write key is shown only once. Choose another name.".formatted(name));
      case Outcome.Taken taken -> throw new IllegalStateException("A source claims nothing");
      case Outcome.PredecessorFailed failed -> throw new IllegalStateException("A source stands alone");
    };
  }
}
