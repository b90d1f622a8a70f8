package io.pharos.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder with Pulumi.yaml: where the launcher stands, or the one above the built jar. */
public final class Project {
  private Project() {}

  /**
   * The project's root.
   *
   * @throws IllegalStateException when there is no Pulumi.yaml where it is expected
   */
  public static Path root() {
    String given = System.getProperty("pharos.root");
    Path start = given != null ? Path.of(given) : classesFolder();
    for (Path folder = start.toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("Pulumi.yaml"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "no Pulumi.yaml above " + start + ": start Pharos with ./pharos from its project");
  }

  private static Path classesFolder() {
    try {
      return Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
