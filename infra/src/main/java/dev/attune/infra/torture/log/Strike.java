package dev.attune.infra.torture.log;

/** What happens to nodes and database while nodes append. */
enum Strike {
  POSTMASTER_KILLED("kill -9 of PostgreSQL's main process"),
  DATABASE_KILLED("kill -9 of all of PostgreSQL"),
  BACKEND_KILLED("kill -9 of a node's PostgreSQL process"),
  NODE_KILLED("kill -9 of a node"),
  NODE_STOPPED("SIGSTOP of a node"),
  REPLY_SWALLOWED("replies swallowed"),
  CONNECTIONS_CUT("connections cut"),
  NODE_CLOCK("a node's clock is wrong"),
  DATABASE_CLOCK("the database's clock jumps"),
  DISK_SLOW("the disk is slow");

  private final String words;

  Strike(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
