package io.pharos.simulation;

import io.pharos.recovery.contract.Names;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.rds.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The databases of a world, in their generations, and what is in them. */
record Databases(World world, Names names) {
  private static final String TYPE = "aws:rds/instance:Instance";

  /** The one with the highest number: what the Region serves from, or stands by with. */
  Resource newest(Leg.Site site) {
    return find(site)
        .orElseThrow(() -> new IllegalStateException("no database in " + site.region()));
  }

  /** The same, or nothing where a Region stands by with backups. */
  Optional<Resource> find(Leg.Site site) {
    return world.account().list(TYPE, site.region()).stream()
        .filter(each -> names.generation(site.position(), identifier(each)).isPresent())
        .max(
            Comparator.comparingInt(
                each -> names.generation(site.position(), identifier(each)).getAsInt()));
  }

  Resource named(String region, String identifier) {
    return world
        .account()
        .first(TYPE, region, each -> identifier(each).equals(identifier))
        .orElseThrow();
  }

  List<Row> rows(String region, String identifier) {
    return world.service(Rds.class).rows(region, identifier);
  }

  static String identifier(Resource database) {
    return database.string("identifier");
  }
}
