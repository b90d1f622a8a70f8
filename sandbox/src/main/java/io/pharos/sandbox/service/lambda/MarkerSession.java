package io.pharos.sandbox.service.lambda;

import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.DatabaseRefused;
import io.pharos.sandbox.service.RdsConnection;
import java.time.Instant;
import java.util.Optional;

/** The marker's session with a simulated database: one row with the time. */
final class MarkerSession implements DatabaseSession {
  private static final String ROW = "pharos/marker";

  /** One statement and its answer; {@link DatabaseRefused} is thrown by it. */
  private interface Statement<T> {
    T run() throws DatabaseRefused;
  }

  private final RdsConnection connection;
  private final World world;
  private final FunctionCaller caller;

  MarkerSession(RdsConnection connection, World world, FunctionCaller caller) {
    this.connection = connection;
    this.world = world;
    this.caller = caller;
  }

  @Override
  public boolean writable() throws DatabaseUnreachable {
    return run(connection::writable);
  }

  @Override
  public void writeMarker(Instant time) throws DatabaseUnreachable {
    run(
        () -> {
          connection.write(ROW, time.toString());
          return true;
        });
  }

  @Override
  public Optional<Instant> newestMarker() throws DatabaseUnreachable {
    return run(() -> connection.newest(ROW)).map(Instant::parse);
  }

  @Override
  public void close() {}

  private <T> T run(Statement<T> statement) throws DatabaseUnreachable {
    caller.elapse(world.latency().sample("aws.call", ROW, caller.now().toEpochMilli()));
    try {
      return statement.run();
    } catch (DatabaseRefused e) {
      throw new DatabaseUnreachable(e.getMessage());
    }
  }
}
