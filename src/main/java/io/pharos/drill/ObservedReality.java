package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.engine.Reality;
import io.pharos.engine.Refused;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Asks the Regions which one serves and which databases they have. It only looks. */
public final class ObservedReality {
  private ObservedReality() {}

  /**
   * What is real now. A Region that does not answer is left out, unless it is the one that serves.
   *
   * @throws Refused when no Region can be said to serve, or what serves has no writer
   */
  public static Reality of(Cloud cloud, Settings settings) {
    Position active = ActiveRegion.of(cloud, settings);
    Map<Position, Reality.Databases> databases = new EnumMap<>(Position.class);
    for (Position position : Position.values()) {
      RegionView view = new RegionView(cloud, settings, position);
      try {
        databases.put(position, databases(settings, view));
      } catch (ParameterNotFoundException e) {
        throw new Refused(
            "Refused: the "
                + position.word()
                + " Region does not know its database, so its stack is not deployed. Deploy it"
                + " first: pharos up "
                + position.word());
      } catch (SdkClientException e) {
        if (position == active) {
          throw new Refused(
              "Refused: the "
                  + active.word()
                  + " Region serves, as far as can be seen, and does not answer: "
                  + e.getMessage());
        }
      }
    }
    if (databases.get(active).replica() || databases.get(active).none()) {
      throw new Refused(
          "Refused: the "
              + active.word()
              + " Region serves, but it has no writer. Finish the operation that moves the"
              + " application first: 'pharos status'");
    }
    return new Reality(active, databases);
  }

  private static Reality.Databases databases(Settings settings, RegionView view) {
    String identifier = view.databaseIdentifier();
    if (identifier.equals(settings.names().noDatabase(view.position()))) {
      return Reality.Databases.none(view.generations());
    }
    RegionDatabase current =
        view.database(identifier)
            .orElseThrow(
                () ->
                    new Refused(
                        "Refused: the database "
                            + identifier
                            + " of parameter local/database-identifier is not in "
                            + view.region()
                            + ". Put the identifier of the right one into the parameter"));
    int number = number(settings, view.position(), identifier);
    List<Integer> existing = new ArrayList<>();
    for (int generation = 1; generation <= number; generation++) {
      Optional<RegionDatabase> found =
          generation == number
              ? Optional.of(current)
              : view.database(settings.names().database(view.position(), generation));
      if (found.isPresent() && !"deleting".equals(found.get().status())) {
        existing.add(generation);
      }
    }
    return new Reality.Databases(number, current.resourceId(), current.replica(), existing);
  }

  private static int number(Settings settings, Position position, String identifier) {
    return settings
        .names()
        .generation(position, identifier)
        .orElseThrow(
            () ->
                new Refused(
                    "Refused: the database "
                        + identifier
                        + " is none of Pharos' generations, which are called "
                        + settings.names().database(position, 1)
                        + ", ...-2 and so on"));
  }
}
