package software.amazon.awssdk.regions;

/**
 * In the place of the SDK's class of this name, which makes what it knows of more than 50 Regions
 * as soon as a client is built: see {@link GeneratedServiceMetadataProvider}.
 */
public final class GeneratedRegionMetadataProvider implements RegionMetadataProvider {

  @Override
  public RegionMetadata regionMetadata(Region region) {
    return ByName.make(RegionMetadata.class, "regionmetadata", region.id());
  }
}
