package io.pharos.component;

import com.pulumi.asset.Archive;
import com.pulumi.asset.FileArchive;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The archive with the recovery functions, as the build leaves it. It is looked for in the
 * project's root, and above this class's own place for programs that run elsewhere.
 */
public final class FunctionPackage {
  private static final Path BUILT = Path.of("lambda", "target", "pharos-functions.jar");

  private FunctionPackage() {}

  /**
   * The archive.
   *
   * @throws IllegalStateException when it has not been built
   */
  public static Archive archive() {
    return new FileArchive(file().toString());
  }

  static Path file() {
    return Stream.concat(root().stream(), foldersAbove(ownPlace()))
        .map(folder -> folder.resolve(BUILT))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    BUILT + " is missing. Build it with 'mvn package' in the project's root."));
  }

  private static Optional<Path> root() {
    return Optional.ofNullable(System.getenv("PULUMI_ROOT_DIRECTORY")).map(Path::of);
  }

  private static Stream<Path> foldersAbove(Path place) {
    return Stream.iterate(place, folder -> folder != null, Path::getParent);
  }

  private static Path ownPlace() {
    try {
      return Path.of(
          FunctionPackage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
