package dev.attune.weakened;

import dev.attune.command.CommandServiceApplication;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.stream.Mailboxes;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The service with weakened mailboxes and without a relay. */
public final class WeakenedCommandService {

  private WeakenedCommandService() {}

  public static void main(String[] arguments) {
    System.setProperty("axoniq.update-checker.disabled", "true");
    System.setProperty("attune.relay.enabled", "false");
    new SpringApplication(CommandServiceApplication.class, Weakening.class).run(arguments);
  }

  /** Named at the start only: no annotation, so that no scan finds it. */
  static final class Weakening {

    @Bean
    @Primary
    Mailboxes<Profile> weakenedMailboxes(Appender appender, EventReader reader, EventCodec codec) {
      return new WeakenedMailboxes(appender, reader, codec);
    }
  }
}
