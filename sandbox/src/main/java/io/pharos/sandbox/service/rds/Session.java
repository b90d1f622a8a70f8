package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.DatabaseRefused;
import io.pharos.sandbox.service.RdsConnection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One client's session. It looks at the database anew with every statement, so it ends with a
 * restart, with the database's Region, or when a packet filter cuts its path.
 */
final class Session implements RdsConnection {
  private final Front front;
  private final Volume volume;
  private final Databases databases;
  private final NetworkSource from;
  private final Resource instance;
  private final int boot;

  Session(Front front, Volume volume, Databases databases, NetworkSource from, Resource instance) {
    this.front = front;
    this.volume = volume;
    this.databases = databases;
    this.from = from;
    this.instance = instance;
    this.boot = databases.of(instance).boots();
  }

  @Override
  public void write(String key, String value) throws DatabaseRefused {
    if (!writable()) {
      throw new DatabaseRefused(Engine.spokenBy(instance.string("engine")).readOnlyMessage());
    }
    volume.commit(instance, key, value);
  }

  @Override
  public Optional<String> read(String key) throws DatabaseRefused {
    return database().row(key).map(Row::value);
  }

  @Override
  public Optional<String> newest(String prefix) throws DatabaseRefused {
    return database().newest(prefix).map(Row::value);
  }

  @Override
  public Map<String, String> rows(String prefix) throws DatabaseRefused {
    Map<String, String> values = new TreeMap<>();
    database().rows(prefix).forEach(row -> values.put(row.key(), row.value()));
    return values;
  }

  @Override
  public boolean writable() throws DatabaseRefused {
    database();
    return volume.writable(instance);
  }

  private Database database() throws DatabaseRefused {
    front.checkAlive(from, instance);
    Database database = databases.of(instance);
    if (database.boots() != boot) {
      throw new DatabaseRefused(
          Engine.spokenBy(instance.string("engine")).noConnection()
              + " "
              + instance.string("identifier")
              + ": it was restarted");
    }
    return database;
  }
}
