namespace Signpost.Recognition;

/// <summary>
/// The components of a face's quality, each 0 (useless) to 100. Names and meaning are those of ISO/IEC 29794-5:2025, clause 7 (7.3: what the capture is
/// to blame for, 7.4: what the subject is); the figures are our own quick measures of a face of 112×112 pixels, not the standard's reference
/// implementation, and no pass mark of another product fits them.
/// </summary>
/// <param name="Sharpness">Sharpness (7.3): edges relative to contrast; 50 is half sharp.</param>
/// <param name="UnderExposurePrevention">Under-exposure prevention (7.3): 100 while at most 5 % of the inner face have a luminance of 0 to 25, 0 from 60 % on.</param>
/// <param name="OverExposurePrevention">Over-exposure prevention (7.3): the same for a luminance of 247 to 255.</param>
/// <param name="DynamicRange">Dynamic range (7.3): entropy of the luminance, 3 bits are 0 and 6.5 bits are 100.</param>
/// <param name="InterEyeDistance">Inter-eye distance (7.4): in proportion to the pixels between the eyes; 35, as of the aligned face, are 100.</param>
/// <param name="Yaw">Pose angle yaw (7.4): 100 · cos².</param>
/// <param name="Pitch">Pose angle pitch (7.4): 100 · cos².</param>
/// <param name="Roll">Pose angle roll (7.4): 100 · cos².</param>
/// <param name="FrameEdge">Crop of the face image (7.4: leftward, rightward, upward, downward): 100 while all that the template sees is inside the picture, 0 when half
/// of it is not.</param>
/// <param name="DetectorConfidence">What the detector says of its own find (7.4: single face present): an answer of 0.7 is 0, of 1 is 100.</param>
public readonly record struct QualityComponents(
    float Sharpness,
    float UnderExposurePrevention,
    float OverExposurePrevention,
    float DynamicRange,
    float InterEyeDistance,
    float Yaw,
    float Pitch,
    float Roll,
    float FrameEdge,
    float DetectorConfidence);
