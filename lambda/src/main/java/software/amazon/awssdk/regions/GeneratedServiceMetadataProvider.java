package software.amazon.awssdk.regions;

/**
 * In the place of the SDK's class of this name, which makes what it knows of more than 300 services
 * as soon as a client is built: see docs/decisions/0040-regions-and-services-by-name.md. The same
 * is found here when it is asked for.
 */
public final class GeneratedServiceMetadataProvider implements ServiceMetadataProvider {

  @Override
  public ServiceMetadata serviceMetadata(String endpointPrefix) {
    // What the SDK has in the place of what it generates.
    String name = endpointPrefix.equals("s3") ? "enhanced-s3" : endpointPrefix;
    return ByName.make(ServiceMetadata.class, "servicemetadata", name + "-ServiceMetadata");
  }
}
