using Signpost.Recognition;

namespace Signpost.Edge.Tracking;

/// <summary>
/// Kalman filter of a face box: its centre moves at constant velocity disturbed by white acceleration, its size wanders. Both axes of the centre have
/// the same noise and so one covariance. Pixels and seconds; noises are in proportion to the face's size, since a near face moves and errs more.
/// </summary>
internal struct Motion
{
    private float _x, _y, _velocityX, _velocityY, _width, _height;
    private float _positionVariance, _covariance, _velocityVariance, _sizeVariance;

    /// <summary>A face at its first detection, going anywhere.</summary>
    public static Motion At(in FaceBox box, TrackerOptions options)
    {
        var size = Size(box.Width, box.Height);
        return new Motion
        {
            _x = box.X + box.Width / 2,
            _y = box.Y + box.Height / 2,
            _width = box.Width,
            _height = box.Height,
            _positionVariance = Square(options.PositionNoise * size),
            _velocityVariance = Square(options.FirstSpeed * size),
            _sizeVariance = Square(options.SizeNoise * size),
        };
    }

    /// <summary>Mean of width and height.</summary>
    public readonly float FaceSize => Size(_width, _height);

    /// <summary>Where the face is thought to be.</summary>
    public readonly FaceBox Box(float confidence) => new(_x - _width / 2, _y - _height / 2, _width, _height, confidence);

    /// <summary>Goes on by some time without a detection.</summary>
    public void Predict(float seconds, TrackerOptions options)
    {
        if (!(seconds > 0)) return;
        var (size, t) = (FaceSize, seconds);
        var acceleration = Square(options.Acceleration * size);
        _x += _velocityX * t;
        _y += _velocityY * t;
        _positionVariance += 2 * t * _covariance + t * t * _velocityVariance + acceleration * t * t * t * t / 4;
        _covariance += t * _velocityVariance + acceleration * t * t * t / 2;
        _velocityVariance += acceleration * t * t;
        _sizeVariance += Square(options.SizeWander * size) * t;
    }

    /// <summary>Takes a detection at the moment predicted to.</summary>
    public void Update(in FaceBox box, TrackerOptions options)
    {
        var size = FaceSize;
        var innovation = _positionVariance + Square(options.PositionNoise * size);
        var (gain, velocityGain) = (_positionVariance / innovation, _covariance / innovation);
        var surpriseX = box.X + box.Width / 2 - _x;
        var surpriseY = box.Y + box.Height / 2 - _y;
        _x += gain * surpriseX;
        _y += gain * surpriseY;
        _velocityX += velocityGain * surpriseX;
        _velocityY += velocityGain * surpriseY;
        _velocityVariance -= velocityGain * _covariance;
        _covariance *= 1 - gain;
        _positionVariance *= 1 - gain;

        var sizeGain = _sizeVariance / (_sizeVariance + Square(options.SizeNoise * size));
        _width += sizeGain * (box.Width - _width);
        _height += sizeGain * (box.Height - _height);
        _sizeVariance *= 1 - sizeGain;
    }

    /// <summary>Squared distance of a detection from the prediction, in standard deviations (Mahalanobis), of two degrees of freedom.</summary>
    public readonly float Surprise(in FaceBox box, TrackerOptions options)
    {
        var dx = box.X + box.Width / 2 - _x;
        var dy = box.Y + box.Height / 2 - _y;
        return (dx * dx + dy * dy) / (_positionVariance + Square(options.PositionNoise * FaceSize));
    }

    private static float Size(float width, float height) => (width + height) / 2;

    private static float Square(float value) => value * value;
}
