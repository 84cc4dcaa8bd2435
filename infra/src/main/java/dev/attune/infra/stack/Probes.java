package dev.attune.infra.stack;

import java.net.URI;

/** Probes of servers outside, from the addresses that the services use. */
final class Probes {

  private static final int KAFKA_PORT = 9092;
  private static final int MONGODB_PORT = 27_017;

  private Probes() {}

  static Probe external(Component component, String address, Secrets secrets, String postgresUser) {
    return switch (component) {
      case POSTGRES -> new JdbcProbe(address, postgresUser, secrets.postgresPassword());
      case KAFKA -> {
        HostPort first = HostPort.first(address, KAFKA_PORT);
        yield new KafkaProbe(first.host(), first.port());
      }
      case VIEWS -> mongo(address);
      case COMMAND, QUERY -> new HttpProbe(URI.create(address));
    };
  }

  private static Probe mongo(String uri) {
    if (uri.startsWith("mongodb+srv:")) {
      // its hosts stand in DNS records that only the driver reads: the service finds out
      return () -> true;
    }
    String hosts = uri.replaceFirst("^mongodb://", "").replaceFirst("[/?].*$", "").replaceFirst("^.*@", "");
    HostPort first = HostPort.first(hosts, MONGODB_PORT);
    return new TcpProbe(first.host(), first.port());
  }

  record HostPort(String host, int port) {

    /** The first of a list like {@code a:1,b:2}; IPv6 addresses stand in brackets. */
    static HostPort first(String list, int defaultPort) {
      String entry = list.split(",", 2)[0].strip().replaceFirst("^[A-Z_]+://", "");
      int colon = entry.lastIndexOf(':');
      if (colon < 0 || colon < entry.lastIndexOf(']')) {
        return new HostPort(entry, defaultPort);
      }
      try {
        return new HostPort(entry.substring(0, colon), Integer.parseInt(entry.substring(colon + 1)));
      } catch (NumberFormatException e) {
        throw new StackException("'" + entry + "' is not an address: write host:port.", e);
      }
    }
  }
}
