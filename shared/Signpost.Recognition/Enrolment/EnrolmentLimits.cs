namespace Signpost.Recognition;

/// <summary>What a reference photograph must at least be.</summary>
/// <param name="InterEyeDistance">Pixels between the eyes. Default 30: about 65 pixels of face width.</param>
/// <param name="Sharpness">0 to 100, as <see cref="FaceQuality.Sharpness"/>. Default 20.</param>
/// <param name="Exposure">0 to 100, as <see cref="FaceQuality.Exposure"/>. Default 15.</param>
/// <param name="Turn">Degrees of yaw or pitch at most. Default 40.</param>
/// <param name="SecondFace">A further face counts if it is at least this share of the largest one's width. Default 0.25.</param>
public sealed record EnrolmentLimits(
    float InterEyeDistance = 30,
    float Sharpness = 20,
    float Exposure = 15,
    float Turn = 40,
    float SecondFace = 0.25f);
