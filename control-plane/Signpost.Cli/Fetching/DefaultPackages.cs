namespace Signpost.Cli.Fetching;

/// <summary>The archive of the default model pack; the footage's archives stand in footage.json.</summary>
internal static class DefaultPackages
{
    public static readonly NpmPackage Models = new(
        "faceplugin-face-recognition-js",
        "0.0.1",
        "7ea06031d9a3f83753254fcff60506a07b81b46fc84d4ee024cd041f260ec1ba",
        ["LICENSE", "package.json", "model/fr_detect.onnx", "model/fr_landmark.onnx", "model/fr_feature.onnx"]);
}
