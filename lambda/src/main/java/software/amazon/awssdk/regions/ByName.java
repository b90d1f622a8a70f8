package software.amazon.awssdk.regions;

/** Finds what the SDK has generated for one Region or service by the name that it has there. */
final class ByName {
  private ByName() {}

  /**
   * An instance of the generated class.
   *
   * @param name its words, as the endpoint or the Region has them
   * @return null when the SDK has none of this name, or the function package is without it: then
   *     the SDK goes by its partition's rule
   */
  static <T> T make(Class<T> type, String folder, String name) {
    StringBuilder className = new StringBuilder(ByName.class.getPackageName());
    className.append('.').append(folder).append('.');
    for (String word : name.split("[^A-Za-z0-9]+")) {
      className.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    try {
      return type.cast(Class.forName(className.toString()).getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(className + " cannot be made", e);
    }
  }
}
